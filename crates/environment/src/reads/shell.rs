//! Shell: `$NAME`, `${NAME:-default}`, `${NAME:?message}` for names in capitals that the script does not set itself.

use super::{Fallback, Found};
use crate::lex::Kind;
use crate::value;
use std::collections::HashSet;

/// What the shell itself or the login sets.
const OWN: [&str; 22] = [
    "BASH",
    "BASH_SOURCE",
    "BASH_VERSION",
    "BASHPID",
    "COLUMNS",
    "EUID",
    "FUNCNAME",
    "HOSTNAME",
    "HOSTTYPE",
    "IFS",
    "LINENO",
    "LINES",
    "MACHTYPE",
    "OPTARG",
    "OPTIND",
    "OSTYPE",
    "PIPESTATUS",
    "PPID",
    "PS4",
    "RANDOM",
    "REPLY",
    "UID",
];

pub(super) fn find(found: &mut Found) {
    let own: HashSet<&str> = (0..found.tokens.len()).filter_map(|at| set_here(found, at)).chain(OWN).collect();
    for at in 0..found.tokens.len() {
        if !found.is(at, "$") {
            continue;
        }
        let braced = found.is(at + 1, "{");
        let place = if braced { at + 2 } else { at + 1 };
        let Some(name) = found.name_as_word(place).filter(|n| !own.contains(n)) else { continue };
        let fallback = if braced { expansion(found, place + 1) } else { Fallback::None };
        found.add(place, name, fallback);
    }
}

/// What follows the name inside `${…}`.
fn expansion(found: &Found, at: usize) -> Fallback {
    let mark = if found.is(at, ":") { at + 1 } else { at };
    if found.is(mark, "?") {
        return Fallback::Fails;
    }
    if found.is(mark, "-") || found.is(mark, "=") {
        return match found.token(mark + 1) {
            Some(t) if t.is("}") => Fallback::Literal(crate::ValueClass::Empty),
            Some(t) if t.kind == Kind::Mark => Fallback::Other,
            Some(t) => Fallback::Literal(value::class_of(t.text)),
            None => Fallback::Other,
        };
    }
    // `${NAME+set}` asks whether there is one.
    if found.is(mark, "+") { Fallback::Other } else { Fallback::None }
}

/// The name that a token sets: `NAME=…`, `for NAME in`, `read NAME`, `local NAME`.
fn set_here<'a>(found: &Found<'a>, at: usize) -> Option<&'a str> {
    let name = found.name_as_word(at)?;
    let before = |word: &str| at > 0 && found.is(at - 1, word);
    // An `=` inside `${NAME=x}` gives a default; the brace tells it apart.
    let assigned = (found.is(at + 1, "=") || found.reads(at + 1, "+ =")) && !before("{");
    let declared = ["for", "read", "local", "getopts"].iter().any(|w| before(w))
        || (at > 1 && found.is(at - 1, "r") && found.is(at - 2, "-"));
    // `NAME="${NAME:-x}"` reads what it sets: such a name comes from outside.
    let itself = assigned && (at + 2..at + 6).any(|i| found.token(i).is_some_and(|t| t.is(name)));
    ((assigned && !itself) || declared).then_some(name)
}
