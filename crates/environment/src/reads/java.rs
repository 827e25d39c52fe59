//! Java, Kotlin, Scala: `System.getenv`; Spring's `${NAME:default}`; C#: `Environment.GetEnvironmentVariable`.

use super::{Fallback, Found};
use crate::lex::Kind;
use crate::{name, value};

pub(super) fn find(found: &mut Found) {
    for at in 0..found.tokens.len() {
        let call = [("System . getenv (", 4), ("Environment . GetEnvironmentVariable (", 4)];
        for (pattern, skip) in call {
            if found.reads(at, pattern)
                && let Some(name) = found.name_in_quotes(at + skip)
            {
                let after = found.closing(at + skip - 1) + 1;
                let elvis = found.reads(after, "? :") || found.reads(after, "? ?");
                let fallback = match () {
                    () if elvis && found.is(after + 2, "throw") => Fallback::Fails,
                    () if elvis => found.literal(after + 2),
                    () => Fallback::None,
                };
                found.add(at + skip, name, fallback);
            }
        }
        // `System.getenv()["NAME"]`, Kotlin's `System.getenv().getValue("NAME")` are rare; `@Value("${NAME}")` is not.
        if let Some(token) = found.token(at)
            && token.kind == Kind::Text
            && at >= 2
            && found.is(at - 2, "Value")
        {
            placeholders(found, at, token.text);
        }
    }
}

/// Every `${NAME}` and `${NAME:default}` in a value.
fn placeholders(found: &mut Found, at: usize, text: &str) {
    for part in text.split("${").skip(1) {
        let inside = part.split('}').next().unwrap_or(part);
        let (name, default) = inside.split_once(':').map_or((inside, None), |(n, d)| (n, Some(d)));
        if name::is_upper_name(name) {
            let fallback = default.map_or(Fallback::Fails, |d| Fallback::Literal(value::class_of(d)));
            found.add(at, name, fallback);
        }
    }
}

/// `${NAME:default}` in `application.yml`.
pub(super) fn spring(found: &mut Found) {
    for at in 0..found.tokens.len() {
        if !found.reads(at, "$ {") {
            continue;
        }
        let Some(name) = found.name_as_word(at + 2) else { continue };
        let fallback = if found.is(at + 3, ":") {
            if found.is(at + 4, "}") {
                Fallback::Literal(crate::ValueClass::Empty)
            } else {
                Fallback::Literal(crate::ValueClass::Plain)
            }
        } else {
            Fallback::Fails
        };
        found.add(at + 2, name, fallback);
    }
}
