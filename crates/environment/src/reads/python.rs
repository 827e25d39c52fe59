//! Python: `os.environ`, `os.getenv`, django-environ, python-decouple, Starlette's `Config`, and pydantic settings.

use super::{Fallback, Found};
use crate::lex::Kind;
use crate::name;

pub(super) fn find(found: &mut Found) {
    let imports = |word: &str| found.tokens.iter().any(|t| t.is(word));
    let decouple = imports("decouple") || imports("starlette");
    let django_environ = imports("environ") || imports("environs");
    for at in 0..found.tokens.len() {
        let Some(token) = found.token(at).filter(|t| t.kind == Kind::Word) else { continue };
        match token.text {
            "environ" if found.is(at + 1, "[") => subscript(found, at + 1),
            "environ" if found.reads(at + 1, ". get (") || found.reads(at + 1, ". setdefault (") => {
                call(found, at + 4, Fallback::None);
            }
            "getenv" | "getenvb" if found.is(at + 1, "(") => call(found, at + 2, Fallback::None),
            "config" if decouple && found.is(at + 1, "(") => call(found, at + 2, Fallback::Fails),
            "env" if django_environ => django(found, at),
            "class" => settings(found, at),
            _ => {}
        }
    }
}

/// `environ["NAME"]`: reading fails loudly; assigning and deleting are no readers.
fn subscript(found: &mut Found, open: usize) {
    let Some(name) = found.name_in_quotes(open + 1).filter(|_| found.is(open + 2, "]")) else { return };
    let assigned = found.is(open + 3, "=") && !found.is(open + 4, "=");
    let deleted = [2, 4].iter().any(|n| open >= *n && found.is(open - n, "del"));
    if !assigned && !deleted {
        found.add(open + 1, name, Fallback::Fails);
    }
}

/// A call with the name first and perhaps a default.
fn call(found: &mut Found, at: usize, without: Fallback) {
    let Some(name) = found.name_in_quotes(at) else { return };
    let end = found.closing(at - 1);
    // `decouple.config("X", cast=int)`: keyword arguments that are no default come in any order.
    let keyword = (at..end).find(|i| found.is(*i, "default") && found.is(i + 1, "="));
    let mut fallback = match keyword {
        Some(i) => found.literal(i + 2),
        None if found.is(at + 3, "=") => without,
        None => found.second_argument(at, without),
    };
    if fallback == Fallback::None && found.is(end + 1, "or") {
        fallback = found.literal(end + 2);
    }
    found.add(at, name, fallback);
}

/// django-environ: `env("NAME")`, `env.bool("NAME", default=False)`, `env.db()`.
fn django(found: &mut Found, at: usize) {
    if found.is(at + 1, "(") && found.name_in_quotes(at + 2).is_some() {
        return call(found, at + 2, Fallback::Fails);
    }
    let Some(method) = found.token(at + 2).filter(|_| found.is(at + 1, ".") && found.is(at + 3, "(")) else { return };
    if method.text == "read_env" || method.text == "get" {
        return;
    }
    if found.name_in_quotes(at + 4).is_some() {
        return call(found, at + 4, Fallback::Fails);
    }
    let implied = match method.text {
        "db" | "db_url" => "DATABASE_URL",
        "cache" | "cache_url" => "CACHE_URL",
        "email" | "email_url" => "EMAIL_URL",
        "search_url" => "SEARCH_URL",
        _ => return,
    };
    found.add(at + 2, implied, Fallback::Fails);
}

/// Fields of a class below `BaseSettings`.
fn settings(found: &mut Found, at: usize) {
    let Some(class) = found.token(at) else { return };
    let open = at + 2;
    let Some(indent) = class.indent.filter(|_| found.is(open, "(")) else { return };
    let bases = found.closing(open);
    if !(open..bases).any(|i| found.is(i, "BaseSettings")) {
        return;
    }
    let body = bases + 2;
    let end = (body..found.tokens.len())
        .find(|i| found.token(*i).is_some_and(|t| t.indent.is_some_and(|n| n <= indent)))
        .unwrap_or(found.tokens.len());
    let Some(field_indent) = found.token(body).and_then(|t| t.indent) else { return };
    let prefix = (body..end)
        .find(|i| found.is(*i, "env_prefix") && found.is(i + 1, "="))
        .and_then(|i| found.token(i + 2))
        .filter(|t| t.kind == Kind::Text)
        .map_or("", |t| t.text);
    for i in body..end {
        let Some(token) = found.token(i).filter(|t| t.kind == Kind::Word && t.indent == Some(field_indent)) else {
            continue;
        };
        if !found.is(i + 1, ":") || token.text == "model_config" || token.text.starts_with('_') {
            continue;
        }
        let next = (i + 1..end)
            .find(|j| found.token(*j).is_some_and(|t| t.indent.is_some_and(|n| n <= field_indent)))
            .unwrap_or(end);
        field(found, i, next, prefix);
    }
}

/// `name: str = Field(default, alias="OTHER")`.
fn field(found: &mut Found, at: usize, next: usize, prefix: &str) {
    let Some(token) = found.token(at) else { return };
    // The `=` of the field, not one inside the brackets of its type.
    let mut j = at + 2;
    while j < next && !found.is(j, "=") {
        j = if found.is(j, "[") || found.is(j, "(") { found.closing(j) + 1 } else { j + 1 };
    }
    let alias = (at..next)
        .find(|i| ["alias", "validation_alias", "env"].iter().any(|w| found.is(*i, w)) && found.is(i + 1, "="))
        .and_then(|i| found.name_in_quotes(i + 2));
    let name = alias.map_or_else(|| format!("{prefix}{}", token.text).to_ascii_uppercase(), str::to_owned);
    if !name::is_name(&name) {
        return;
    }
    let optional = (at + 2..j).any(|i| found.is(i, "None") || found.is(i, "Optional"));
    let fallback = if j >= next {
        if optional { Fallback::Other } else { Fallback::Validated }
    } else if found.is(j + 1, "Field") {
        let inside = j + 3;
        let keyword = (inside..next)
            .find(|i| (found.is(*i, "default") || found.is(*i, "default_factory")) && found.is(i + 1, "="));
        match keyword {
            Some(i) => found.literal(i + 2),
            // `Field(...)` demands a value, `Field("x")` has one, `Field(alias=…)` demands one.
            None if found.is(inside, ".") || found.is(inside, ")") || found.is(inside + 1, "=") => Fallback::Validated,
            None => found.literal(inside),
        }
    } else {
        found.literal(j + 1)
    };
    found.add(at, name, fallback);
}
