// The JavaScript engine on the lines of feel_kit.py: compiled once, evaluated
// many times. Prints kind, nanoseconds of CPU time an evaluation (the best of
// three goes) and the result.
//
//   node feelin.mjs EXPRESSIONS MILLISECONDS
//
// The engine compiles within evaluate() only; its compiler is reached through
// a copy of its module with one more export.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const main = createRequire(import.meta.url).resolve('feelin');
const copy = join(dirname(main), 'index.bench.mjs');
writeFileSync(copy, readFileSync(main, 'utf8') +
  '\nexport { Interpreter, InterpreterContext };\n');
const feelin = await import(pathToFileURL(copy));
const [, , file, ms] = process.argv;

const compile = (text, context) => {
  const { root } = new feelin.Interpreter().evaluate(
    text, context, undefined, new feelin.InterpreterContext());
  return root;
};
const run = (root, context) => root(context);
const cpu = () => {
  const used = process.cpuUsage();
  return (used.user + used.system) * 1000;
};
const show = (v) => {
  if (v === null || v === undefined) return 'null';
  if (typeof v === 'number' || typeof v === 'boolean') return String(v);
  if (typeof v === 'string') return JSON.stringify(v);
  if (Array.isArray(v)) return `[${v.map(show).join(', ')}]`;
  return String(v);
};

for (const line of readFileSync(file, 'utf8').split('\n')) {
  if (line === '') continue;
  const [kind, text, ...facts] = line.split('\t');
  let ns = 0, result = 'error';
  try {
    const context = {};
    for (const fact of facts) {
      const at = fact.indexOf('=');
      context[fact.slice(0, at)] = feelin.evaluate(fact.slice(at + 1)).value;
    }
    const root = compile(text, context);
    result = show(feelin.evaluate(text, context).value);
    if (show(run(root, context)) !== result) result = 'differs';
    let sink = 0;
    for (let tries = 0; tries < 4; tries++) { // the first warms up
      const start = cpu();
      let n = 0, end = start;
      while ((end = cpu()) - start < (ms * 1e6) / 3) {
        for (let i = 0; i < 50; i++) sink += run(root, context) === null;
        n += 50;
      }
      const one = (end - start) / n;
      if (tries > 0 && (ns === 0 || one < ns)) ns = one;
    }
    if (sink < 0) ns = 0;
  } catch (e) {
    result = 'error';
  }
  console.log([kind, ns.toFixed(1), result, text].join('\t'));
}
