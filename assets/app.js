/* app.js - what makes the pages of Mingce more comfortable. Every page works
 * without it. ES5, no library; nothing is evaluated. Hooks are data-*
 * attributes; docs/components.md lists them. */
(function (d, w) {
'use strict';
var en = /^en/.test(d.documentElement.lang);
function say(zh, eng) { return en ? eng : zh; }
function all(sel, root) {
    return Array.prototype.slice.call((root || d).querySelectorAll(sel));
}
function up(el, attr) {
    while (el && el.nodeType === 1 && !el.hasAttribute(attr))
        el = el.parentNode;
    return el && el.nodeType === 1 ? el : null;
}
function note(cls) {
    var p = d.createElement('p');
    p.className = cls;
    p.setAttribute('aria-live', 'polite');
    return p;
}
function fields(root) {
    return all('input:not([type=hidden]),select,textarea', root);
}

/* The error summary is read first; its links lead into the field itself. */
function errors() {
    var box = d.querySelector('.error-summary');
    if (!box)
        return;
    box.focus();
    box.addEventListener('click', function (e) {
        var id = e.target.hash && decodeURIComponent(e.target.hash.slice(1));
        var el = id && d.getElementById(id);
        if (!el)
            return;
        e.preventDefault();
        if (!/^(INPUT|SELECT|TEXTAREA|BUTTON|A)$/.test(el.tagName))
            el = fields(el)[0] || el;
        ((el.labels && el.labels[0]) || el).scrollIntoView();
        el.focus({ preventScroll: true });
    });
}

/* Leaving with unsaved input asks first; sending twice sends once. */
function guard() {
    d.addEventListener('submit', function (e) {
        var f = e.target;
        if (f.method !== 'post' || e.defaultPrevented)
            return;
        if (f.busy) {
            e.preventDefault();
            return;
        }
        f.busy = true;
        f.dirty = false;
        clearTimeout(f.timer);
        w.setTimeout(function () { f.busy = false; }, 8000);
    });
    w.addEventListener('pageshow', function () {
        all('form').forEach(function (f) { f.busy = false; });
    });
    w.addEventListener('beforeunload', function (e) {
        if (all('form[data-guard]').some(function (f) { return f.dirty; })) {
            e.preventDefault();
            e.returnValue = '';
        }
    });
    d.addEventListener('input', touched);
    d.addEventListener('change', touched);
}
function touched(e) {
    var f = e.target.form;
    if (!f)
        return;
    f.dirty = true;
    if (f.hasAttribute('data-autosave') && !f.timer)
        f.timer = w.setTimeout(function () { autosave(f); }, 30000);
}

/* Drafts go to the server 30 seconds after a change. */
function serialise(f) {
    return all('input,select,textarea', f).filter(function (x) {
        return x.name && !x.disabled && x.type !== 'file' &&
            !(/^(checkbox|radio)$/.test(x.type) && !x.checked) &&
            !/^(submit|button|image|reset)$/.test(x.type);
    }).map(function (x) {
        return encodeURIComponent(x.name) + '=' +
            encodeURIComponent(x.value.replace(/\r?\n/g, '\r\n'));
    }).join('&');
}
function autosave(f) {
    var x = new XMLHttpRequest(), now, text;
    var out = f.querySelector('.saved');
    f.timer = 0;
    if (f.busy)
        return;
    if (!out) {
        out = note('saved');
        (f.querySelector('.actions') || f).appendChild(out);
    }
    f.dirty = false;
    x.open('POST', f.getAttribute('data-autosave'));
    x.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
    x.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
    x.timeout = 20000;
    x.onloadend = function () {
        var version = x.getResponseHeader('X-Version');
        if (x.status >= 200 && x.status < 300) {
            if (version && f.elements.version)
                f.elements.version.value = version;
            now = new Date();
            now = ('0' + now.getHours()).slice(-2) + ':' +
                ('0' + now.getMinutes()).slice(-2);
            text = say('草稿已于 ' + now + ' 保存', 'Draft saved at ' + now);
        } else {
            f.dirty = true;
            text = x.status === 401 ? say('登录已过期，请另开窗口登录后再保存',
                'Signed out: sign in in another window, then save') :
                x.status === 409 ? say('这份草稿已在别处修改，请刷新后再填',
                'This draft was changed elsewhere: reload first') :
                say('草稿未能自动保存，请点“保存草稿”',
                'The draft could not be saved: use the save button');
        }
        out.textContent = text;
    };
    x.send(serialise(f));
}

/* Characters as people count them: one per code point. */
function counter(area) {
    var max = +area.getAttribute('data-max');
    var min = +area.getAttribute('data-min') || 0;
    var out = note('hint'), timer;
    function show() {
        var n = area.value.replace(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g, 'x')
            .length;
        out.textContent = n > max ?
            say('超出 ' + (n - max) + ' 字，最多 ' + max + ' 字',
                (n - max) + ' characters too many, at most ' + max) :
            n < min ?
            say('已写 ' + n + ' 字，至少 ' + min + ' 字',
                n + ' characters, at least ' + min) :
            say('还可输入 ' + (max - n) + ' 字',
                (max - n) + ' characters left');
        out.className = n > max ? 'error' : 'hint';
    }
    area.parentNode.insertBefore(out, area.nextSibling);
    area.addEventListener('input', function () {
        clearTimeout(timer);
        timer = w.setTimeout(show, 300);
    });
    show();
}

/* Rows: name[3].column, id name-3-column; counted anew after each change. */
function renumber(table) {
    all('tbody tr', table).forEach(function (tr, i) {
        all('*', tr).forEach(function (el) {
            ['name', 'id', 'for', 'aria-describedby', 'aria-labelledby',
                'value'].forEach(function (key) {
                var v = el.getAttribute(key);
                if (v && (key !== 'value' || el.hasAttribute('data-remove')))
                    el.setAttribute(key, v.replace(/\[\d+\]/, '[' + i + ']')
                        .replace(/-\d+-/, '-' + i + '-'));
            });
            if (el.hasAttribute('data-number'))
                el.textContent = i + 1;
        });
    });
}
function blank(tr) {
    all('.error', tr).forEach(function (x) { x.textContent = ''; });
    fields(tr).forEach(function (x) {
        x.removeAttribute('aria-invalid');
        if (x.type === 'checkbox' || x.type === 'radio')
            x.checked = false;
        else
            x.value = '';
    });
}
function rows(e) {
    var add = up(e.target, 'data-add'), del = up(e.target, 'data-remove');
    var table, body, list, tr, next;
    table = add ? d.getElementById(add.getAttribute('data-add')) :
        del && up(del, 'data-rows');
    body = table && table.tBodies[0];
    list = body ? body.rows : [];
    if (!list.length)
        return;
    if (add) {
        if (list.length >= (+table.getAttribute('data-max') || 500))
            return; /* the server says why not */
        tr = list[list.length - 1].cloneNode(true);
        blank(tr);
        body.appendChild(tr);
        next = fields(tr)[0];
    } else {
        tr = up(del, 'data-row') || del.parentNode.parentNode;
        next = fields(tr.nextElementSibling || tr.previousElementSibling ||
            tr)[0];
        if (list.length > 1)
            body.removeChild(tr);
        else
            blank(tr);
    }
    e.preventDefault();
    renumber(table);
    touched({ target: next || {} });
    if (next)
        next.focus();
}

/* Small tables that are on the page whole are sorted on the spot. */
function key(tr, i, number) {
    var td = tr.cells[i], s = '';
    if (td)
        s = td.getAttribute('data-value') || td.textContent.trim();
    if (!number)
        return s;
    s = parseFloat(s.replace(/,/g, ''));
    return isNaN(s) ? -Infinity : s;
}
function sorter(table) {
    all('thead th[data-sort]', table).forEach(function (th) {
        var b = d.createElement('button');
        b.type = 'button';
        b.className = 'sort';
        while (th.firstChild)
            b.appendChild(th.firstChild);
        th.appendChild(b);
        b.addEventListener('click', function () {
            var down = th.getAttribute('aria-sort') === 'ascending';
            var number = th.getAttribute('data-sort') === 'num';
            var i = th.cellIndex, body = table.tBodies[0];
            all('th', th.parentNode).forEach(function (x) {
                x.removeAttribute('aria-sort');
            });
            th.setAttribute('aria-sort', down ? 'descending' : 'ascending');
            Array.prototype.slice.call(body.rows).map(function (tr, at) {
                return { tr: tr, key: key(tr, i, number), at: at };
            }).sort(function (x, y) {
                var c = number ? (x.key > y.key) - (x.key < y.key) :
                    x.key.localeCompare(y.key, 'zh-CN');
                return (down ? -c : c) || x.at - y.at;
            }).forEach(function (x) { body.appendChild(x.tr); });
        });
    });
}

/* A dangerous action unfolds its consequences; Escape folds them again. */
function confirms(box) {
    box.addEventListener('toggle', function () {
        var el = box.open && (fields(box)[0] || box.querySelector('button'));
        if (el)
            el.focus();
    });
    box.addEventListener('keydown', function (e) {
        if (e.key === 'Escape' || e.key === 'Esc') {
            box.open = false;
            box.querySelector('summary').focus();
        }
    });
}

function total(e) {
    all('output[data-sum]').forEach(function (out) {
        var sum = 0, group = out.getAttribute('data-sum');
        all('[data-part="' + group + '"]').forEach(function (x) {
            sum += parseFloat(x.value) || 0;
        });
        if (e || sum)
            out.textContent = Math.round(sum * 100) / 100;
    });
}
function clicks(e) {
    rows(e);
    if (up(e.target, 'data-print'))
        w.print();
    if (e.target.hasAttribute && e.target.hasAttribute('data-all'))
        all('input[name="' + e.target.getAttribute('data-all') + '"]')
            .forEach(function (x) { x.checked = e.target.checked; });
}

function start() {
    guard();
    all('textarea[data-max]').forEach(counter);
    all('table[data-sort]').forEach(sorter);
    all('details.confirm').forEach(confirms);
    all('[data-js]').forEach(function (x) { x.hidden = false; });
    d.addEventListener('click', clicks);
    d.addEventListener('input', total);
    total();
    errors();
}
if (d.readyState === 'loading')
    d.addEventListener('DOMContentLoaded', start);
else
    start();
})(document, window);
