//! Rust: `std::env::var`, `env!`, dotenvy, and clap's `env = "NAME"`.

use super::{Fallback, Found};
use crate::lex::Kind;

pub(super) fn find(found: &mut Found) {
    for at in 0..found.tokens.len() {
        let Some(token) = found.token(at).filter(|t| t.kind == Kind::Word) else { continue };
        let after_env = at >= 3
            && found.is(at - 1, ":")
            && (found.is(at - 3, "env") || found.is(at - 3, "dotenvy") || found.is(at - 3, "dotenv"));
        match token.text {
            "var" | "var_os" if after_env && found.is(at + 1, "(") => {
                let Some(name) = found.name_in_quotes(at + 2) else { continue };
                let close = found.closing(at + 1);
                let fallback = match found.token(close + 2).map(|t| t.text) {
                    Some("unwrap_or") => found.literal(close + 4),
                    Some("unwrap_or_else" | "unwrap_or_default" | "ok" | "is_ok" | "is_err" | "map_or") => {
                        Fallback::Other
                    }
                    Some("unwrap" | "expect" | "context" | "with_context" | "map_err") => Fallback::Fails,
                    _ if found.is(close + 1, "?") => Fallback::Fails,
                    _ => Fallback::Other,
                };
                found.add(at + 2, name, fallback);
            }
            "env" | "option_env" | "dotenv" if found.reads(at + 1, "! (") => {
                let Some(name) = found.name_in_quotes(at + 3).filter(|n| !n.starts_with("CARGO_")) else { continue };
                let fallback = if token.text == "option_env" { Fallback::Other } else { Fallback::Fails };
                found.add(at + 3, name, fallback);
            }
            // `#[arg(long, env = "PORT", default_value = "8080")]`
            "env" if found.is(at + 1, "=") && in_attribute(found, at) => {
                let Some(name) = found.name_in_quotes(at + 2) else { continue };
                let end = (at..found.tokens.len()).find(|i| found.is(*i, "]")).unwrap_or(at);
                let default = (at..end).find(|i| found.is(*i, "default_value") || found.is(*i, "default_value_t"));
                let fallback = default.map_or(Fallback::Other, |d| found.literal(d + 2));
                found.add(at + 2, name, fallback);
            }
            _ => {}
        }
    }
}

/// Is there a `#[arg(` or `#[clap(` right before, without a `]` between?
fn in_attribute(found: &Found, at: usize) -> bool {
    let from = at.saturating_sub(40);
    let open = (from..at).rev().find(|i| found.is(*i, "[") && *i > 0 && found.is(i - 1, "#"));
    open.is_some_and(|o| (found.is(o + 1, "arg") || found.is(o + 1, "clap")) && !(o..at).any(|i| found.is(i, "]")))
}
