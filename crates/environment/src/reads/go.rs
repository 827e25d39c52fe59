//! Go: `os.Getenv`, `os.LookupEnv`, and struct tags of caarlos0/env and envconfig.

use super::{Fallback, Found};
use crate::lex::Kind;
use crate::{name, value};

pub(super) fn find(found: &mut Found) {
    for at in 0..found.tokens.len() {
        let Some(token) = found.token(at) else { continue };
        if found.reads(at, "os . Getenv (") || found.reads(at, "os . LookupEnv (") {
            if let Some(name) = found.name_in_quotes(at + 4) {
                let lookup = found.is(at + 2, "LookupEnv");
                found.add(at + 4, name, if lookup { Fallback::Other } else { Fallback::None });
            }
        } else if token.kind == Kind::Text && (token.text.contains("env:\"") || token.text.contains("envconfig:\"")) {
            tag(found, at, token.text);
        }
    }
}

/// `env:"NAME,required" envDefault:"x"`, `envconfig:"NAME" required:"true" default:"x"`.
fn tag(found: &mut Found, at: usize, text: &str) {
    let part = |key: &str| text.split_once(&format!("{key}:\"")).and_then(|(_, rest)| rest.split('"').next());
    let Some(declared) = part("envconfig").or_else(|| part("env")) else { return };
    let mut words = declared.split(',');
    let Some(name) = words.next().filter(|n| name::is_name(n)) else { return };
    let demanded = words.any(|w| w == "required" || w == "notEmpty") || part("required") == Some("true");
    let fallback = match part("envDefault").or_else(|| part("default")) {
        Some(default) => Fallback::Literal(value::class_of(default)),
        None if demanded => Fallback::Validated,
        None => Fallback::None,
    };
    let name = name.to_owned();
    found.add(at, name, fallback);
}
