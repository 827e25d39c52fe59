// What two other judges of headers say: MDN's HTTP Observatory and Google's CSP Evaluator. Nothing is sent anywhere.
// Reads a JSON list of header sets (first argument: file), prints a JSON list of answers; true means "in order".
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import path from "node:path";

const modules = process.argv[3];
const load = (file) => import(pathToFileURL(path.join(modules, file)).href);
const observatory = "@mdn/mdn-http-observatory/src";
const { Requests } = await load(`${observatory}/types.js`);
const { contentSecurityPolicyTest } = await load(`${observatory}/analyzer/tests/csp.js`);
const { xFrameOptionsTest } = await load(`${observatory}/analyzer/tests/x-frame-options.js`);
const { strictTransportSecurityTest } = await load(`${observatory}/analyzer/tests/strict-transport-security.js`);
const { xContentTypeOptionsTest } = await load(`${observatory}/analyzer/tests/x-content-type-options.js`);
const { referrerPolicyTest } = await load(`${observatory}/analyzer/tests/referrer-policy.js`);
const { CspParser } = await load("csp_evaluator/dist/parser.js").then((m) => m.default ?? m);
const { CspEvaluator } = await load("csp_evaluator/dist/evaluator.js").then((m) => m.default ?? m);
const { Type } = await load("csp_evaluator/dist/finding.js").then((m) => m.default ?? m);

const inlineBlocked = new Set([
  "csp-implemented-with-no-unsafe",
  "csp-implemented-with-no-unsafe-default-src-none",
  "csp-implemented-with-unsafe-inline-in-style-src-only",
  "csp-implemented-with-insecure-scheme-in-passive-content-only",
  "csp-implemented-with-unsafe-eval",
]);

function mdn(sent) {
  // Its client's headers can be listed and asked for.
  const headers = { ...sent };
  Object.defineProperty(headers, "get", { value: (name) => sent[name.toLowerCase()] ?? null });
  const requests = new Requests("app.acme.example");
  const response = { headers, status: 200, verified: true, httpEquiv: new Map(), request: {} };
  requests.responses.auto = response;
  requests.responses.https = response;
  requests.session = { url: new URL("https://app.acme.example/") };
  return {
    inline: inlineBlocked.has(contentSecurityPolicyTest(requests).result),
    frame: xFrameOptionsTest(requests).pass,
    hsts: strictTransportSecurityTest(requests).pass,
    nosniff: xContentTypeOptionsTest(requests).pass,
    referrer: referrerPolicyTest(requests).pass,
  };
}

function google(headers) {
  const text = headers["content-security-policy"];
  if (text === undefined) return {};
  const findings = new CspEvaluator(new CspParser(text).csp).evaluate();
  // From 60 on its findings are advice and praise (possible, strict, syntax of no weight).
  const says = (type, directive) =>
    findings.some((f) => f.type === type && f.severity < 60 && (directive === undefined || f.directive === directive));
  return {
    inline: !says(Type.SCRIPT_UNSAFE_INLINE) && !says(Type.MISSING_DIRECTIVES, "script-src"),
    eval: !says(Type.SCRIPT_UNSAFE_EVAL),
    foreign: !says(Type.PLAIN_URL_SCHEMES, "script-src") && !says(Type.PLAIN_WILDCARD, "script-src") &&
      !says(Type.PLAIN_URL_SCHEMES, "default-src") && !says(Type.PLAIN_WILDCARD, "default-src"),
    base: !says(Type.MISSING_DIRECTIVES, "base-uri"),
  };
}

const sets = JSON.parse(readFileSync(process.argv[2], "utf8"));
process.stdout.write(JSON.stringify(sets.map((headers) => ({ mdn: mdn(headers), google: google(headers) }))));
