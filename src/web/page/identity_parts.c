/* Who somebody is: inputs and their checks. */
#include "identity_parts.h"

#include "pack/identifier.h"

void
identity_inputs(struct web *w, bool is_person)
{
    if (is_person) {
        part_input(w,
            &(struct input){ .name = "id_no",
                .label = str_of(T(w, "公民身份号码")),
                .hint = str_of(T(w, "用于核实身份，不公开")),
                .width = 20 });
        return;
    }
    part_input(w,
        &(struct input){ .name = "credit_code",
            .label = str_of(T(w, "统一社会信用代码")),
            .hint = str_of(T(w, "18 位数字或大写字母")),
            .width = 20 });
    part_input(w,
        &(struct input){ .name = "contact",
            .label = str_of(T(w, "经办人姓名")),
            .autocomplete = "name" });
}

void
identity_contact_inputs(struct web *w, bool with_password)
{
    part_input(w,
        &(struct input){ .name = "mobile",
            .label = str_of(T(w, "手机号码")),
            .hint = str_of(T(w, "用于登录和接收通知，不公开")),
            .kind = INPUT_TEL,
            .autocomplete = "tel",
            .width = 20 });
    part_input(w,
        &(struct input){ .name = "email",
            .label = str_of(T(w, "电子邮箱")),
            .kind = INPUT_EMAIL,
            .autocomplete = "email",
            .optional = true });
    if (with_password)
        part_input(w,
            &(struct input){ .name = "password",
                .label = str_of(T(w, "密码")),
                .hint = str_of(T(w, "至少 10 个字符")),
                .kind = INPUT_PASSWORD,
                .autocomplete = "new-password" });
}

static struct str
checked(struct web *w, const char *field, struct id_check c)
{
    if (!c.ok)
        web_problem_str(w, str_of(field), c.text, c.text_en);
    return c.normal;
}

struct identity
identity_read(struct web *w, bool is_person)
{
    struct identity who = { .contact = web_field(w, "contact") };
    struct str email = web_field(w, "email");

    if (is_person)
        who.id_no = checked(w, "id_no",
            id_no_check(w->a, web_field(w, "id_no"), w->today));
    else
        who.credit_code = checked(w, "credit_code",
            credit_code_check(w->a, web_field(w, "credit_code")));
    if (!is_person && who.contact.n == 0)
        web_problem(w, STR("contact"), "请填写经办人姓名",
            "Enter the name of the contact person");
    who.mobile =
        checked(w, "mobile", mobile_check(w->a, web_field(w, "mobile")));
    if (email.n > 0)
        who.email = checked(w, "email", email_check(w->a, email));
    return who;
}
