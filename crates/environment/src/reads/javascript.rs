//! JavaScript and TypeScript: `process.env`, `import.meta.env`, Deno, Bun, destructuring, and schemas of zod, valibot,
//! envalid and t3-env. Prisma's `env("NAME")` is read here as well.

use super::{Fallback, Found};
use crate::lex::Kind;
use crate::name;

/// What Vite defines by itself.
const VITE_OWN: [&str; 5] = ["MODE", "DEV", "PROD", "BASE_URL", "SSR"];

pub(super) fn find(found: &mut Found) {
    let mut aliases: Vec<&str> = Vec::new();
    let mut at = 0;
    while at < found.tokens.len() {
        if let Some((after, vite)) = environment(found, at) {
            member(found, after, vite);
            if let Some(alias) = alias(found, at, after) {
                aliases.push(alias);
            }
            destructured(found, at);
            at = after;
            continue;
        }
        if let Some(token) = found.token(at)
            && token.kind == Kind::Word
        {
            if aliases.contains(&token.text) && !found.is(at.wrapping_sub(1), ".") {
                member(found, at + 1, false);
            }
            if found.reads(at, "Deno . env . get (")
                && let Some(name) = found.name_in_quotes(at + 6)
            {
                let fallback = fallback(found, found.closing(at + 5) + 1);
                found.add(at + 6, name, fallback);
            }
            if matches!(token.text, "cleanEnv" | "createEnv" | "object" | "parseEnv" | "strictObject")
                && found.is(at + 1, "(")
            {
                schema(found, at + 1);
            }
        }
        at += 1;
    }
}

/// `process.env`, `process?.env`, `import.meta.env`, `Bun.env` at `at`: index after it, and whether it is Vite's.
fn environment(found: &Found, at: usize) -> Option<(usize, bool)> {
    if found.is(at.wrapping_sub(1), ".") && !found.reads(at.wrapping_sub(2), "globalThis .") {
        return None;
    }
    if found.reads(at, "import . meta . env") {
        return Some((at + 5, true));
    }
    if found.reads(at, "process . env") || found.reads(at, "Bun . env") {
        return Some((at + 3, false));
    }
    found.reads(at, "process ? . env").then_some((at + 4, false))
}

/// `.NAME`, `?.NAME`, `["NAME"]` at `at`.
fn member(found: &mut Found, at: usize, vite: bool) {
    let dot = if found.is(at, "?") && found.is(at + 1, ".") { at + 1 } else { at };
    let (name, place, after) = if found.is(dot, ".") {
        let Some(token) = found.token(dot + 1).filter(|t| t.kind == Kind::Word && name::is_name(t.text)) else {
            return;
        };
        (token.text, dot + 1, dot + 2)
    } else if found.is(dot, "[") {
        let Some(name) = found.name_in_quotes(dot + 1) else { return };
        (name, dot + 1, dot + 3)
    } else {
        return;
    };
    // `process.env.hasOwnProperty(…)` calls, it does not read a variable.
    if found.is(after, "(") || (vite && VITE_OWN.contains(&name)) || assigned(found, after) {
        return;
    }
    let fallback = fallback(found, after);
    found.add(place, name, fallback);
}

/// `= value`, but not `==` or `=>`.
fn assigned(found: &Found, at: usize) -> bool {
    let compound = (found.is(at, "?") && found.is(at + 1, "?") && found.is(at + 2, "="))
        || (found.is(at, "|") && found.is(at + 1, "|") && found.is(at + 2, "="));
    compound || (found.is(at, "=") && !found.is(at + 1, "=") && !found.is(at + 1, ">"))
}

/// What stands behind `||` or `??`.
fn fallback(found: &Found, at: usize) -> Fallback {
    for mark in ["|", "?"] {
        if found.is(at, mark) && found.is(at + 1, mark) {
            if found.is(at + 2, "throw")
                || found.token(at + 2).is_some_and(|t| matches!(t.text, "fail" | "raise" | "invariant"))
            {
                return Fallback::Fails;
            }
            return found.literal(at + 2);
        }
    }
    Fallback::None
}

/// `const env = process.env`: the name it gets.
fn alias<'a>(found: &Found<'a>, at: usize, after: usize) -> Option<&'a str> {
    let ends = ![".", "[", "?"].iter().any(|m| found.is(after, m));
    let named = found.is(at.checked_sub(1)?, "=");
    let word = found.token(at.checked_sub(2)?).filter(|t| t.kind == Kind::Word)?;
    (ends && named).then_some(word.text)
}

/// `const { A, B: b, C = "x" } = process.env`.
fn destructured(found: &mut Found, at: usize) {
    if at < 2 || !found.is(at - 1, "=") || !found.is(at - 2, "}") {
        return;
    }
    let Some(open) = (0..at - 2).rev().find(|i| found.is(*i, "{")) else { return };
    for i in open + 1..at - 2 {
        let begins = found.is(i - 1, "{") || found.is(i - 1, ",");
        let Some(token) = found.token(i).filter(|t| begins && t.kind == Kind::Word && name::is_name(t.text)) else {
            continue;
        };
        let default = (i + 1..at - 2).take_while(|j| !found.is(*j, ",")).find(|j| found.is(*j, "="));
        let fallback = default.map_or(Fallback::None, |d| found.literal(d + 1));
        found.add(i, token.text, fallback);
    }
}

/// `{ NAME: z.string().default("x") }` inside a schema call: only where the file also names the environment.
fn schema(found: &mut Found, open: usize) {
    let end = found.closing(open);
    let mentions = |word: &str| found.tokens.iter().any(|t| t.is(word));
    if !(mentions("env") || mentions("cleanEnv") || mentions("createEnv")) {
        return;
    }
    for i in open + 1..end {
        let key =
            found.name_as_word(i).filter(|_| found.is(i + 1, ":") && (found.is(i - 1, "{") || found.is(i - 1, ",")));
        let Some(name) = key else { continue };
        let Some(validator) = found.token(i + 2).filter(|t| t.kind == Kind::Word) else { continue };
        let call = matches!(
            validator.text,
            "z" | "v"
                | "t"
                | "s"
                | "y"
                | "Joi"
                | "yup"
                | "str"
                | "num"
                | "bool"
                | "port"
                | "url"
                | "host"
                | "email"
                | "json"
                | "makeValidator"
                | "string"
                | "number"
                | "boolean"
                | "coerce"
        );
        if !call {
            continue;
        }
        // The entry ends at the comma of its own depth.
        let mut j = i + 2;
        let mut fallback = Fallback::Validated;
        while j < end && !found.is(j, ",") && !found.is(j, "}") {
            if let Some(token) = found.token(j) {
                match token.text {
                    "default" | "catch" if found.is(j + 1, "(") => fallback = found.literal(j + 2),
                    "optional" | "nullish" | "nullable" => fallback = Fallback::Other,
                    _ => {}
                }
                if matches!(token.text, "(" | "[" | "{") && token.kind == Kind::Mark {
                    let close = found.closing(j);
                    // envalid gives options in an object: `str({ default: "x" })`.
                    for k in j..close {
                        if found.is(k, "default") && found.is(k + 1, ":") {
                            fallback = found.literal(k + 2);
                        } else if found.is(k, "devDefault") && fallback == Fallback::Validated {
                            fallback = Fallback::Validated;
                        }
                    }
                    j = close;
                }
            }
            j += 1;
        }
        found.add(i, name, fallback);
    }
}

/// `url = env("DATABASE_URL")`.
pub(super) fn prisma(found: &mut Found) {
    for at in 0..found.tokens.len() {
        if found.reads(at, "env (")
            && let Some(name) = found.name_in_quotes(at + 2)
        {
            found.add(at + 2, name, Fallback::Fails);
        }
    }
}
