//! PHP: `getenv()`, `$_ENV`, Laravel's `env()`, Symfony's `%env(NAME)%` in PHP configuration.

use super::{Fallback, Found};
use crate::lex::Kind;

pub(super) fn find(found: &mut Found) {
    for at in 0..found.tokens.len() {
        let Some(token) = found.token(at).filter(|t| t.kind == Kind::Word) else { continue };
        let method = at >= 2 && found.is(at - 1, ">") && found.is(at - 2, "-");
        match token.text {
            "env" | "getenv" | "getenv_docker" if found.is(at + 1, "(") && !method => {
                let Some(name) = found.name_in_quotes(at + 2) else { continue };
                let close = found.closing(at + 1);
                let mut fallback = found.second_argument(at + 2, Fallback::None);
                if fallback == Fallback::None && (found.reads(close + 1, "? :") || found.reads(close + 1, "? ?")) {
                    fallback = found.literal(close + 3);
                }
                found.add(at + 2, name, fallback);
            }
            "_ENV" if found.is(at + 1, "[") => {
                let Some(name) = found.name_in_quotes(at + 2) else { continue };
                if found.is(at + 4, "=") && !found.is(at + 5, "=") {
                    continue;
                }
                let fallback = if found.reads(at + 4, "? ?") || found.reads(at + 4, "? :") {
                    found.literal(at + 6)
                } else {
                    Fallback::None
                };
                found.add(at + 2, name, fallback);
            }
            _ => {}
        }
    }
}
