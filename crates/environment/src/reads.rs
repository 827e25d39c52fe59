//! Who reads which variable: one file for each language's idioms, all over the same tokens.

mod elixir;
mod go;
mod java;
mod javascript;
mod php;
mod python;
mod ruby;
mod rust;
mod shell;

use crate::lex::{Kind, Token, lex};
use crate::{Language, Place, ValueClass, name, value};
use serde::{Deserialize, Serialize};

/// What happens when the variable is not set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fallback {
    /// Nothing is said: the program goes on with an empty or missing value.
    None,
    /// A literal stands in; this is its kind.
    Literal(ValueClass),
    /// An expression stands in, or it is declared optional.
    Other,
    /// The program stops with an error that names it, where it is read.
    Fails,
    /// A schema that is checked at start demands it.
    Validated,
}

/// One reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Read {
    /// Name of the variable.
    pub name: String,
    /// Where.
    pub place: Place,
    /// What happens without it.
    pub fallback: Fallback,
}

/// Files larger than this are no hand-written source; reading them would only find what was compiled in.
const LARGEST: usize = 2 << 20;

/// Every reader in a source file.
#[must_use]
pub fn reads(path: &str, text: &str) -> Vec<Read> {
    let Some(language) = Language::of(path, text) else { return Vec::new() };
    if text.len() > LARGEST || !worth_reading(language, text) {
        return Vec::new();
    }
    let tokens = lex(language, text);
    let mut found = Found { path, tokens: &tokens, out: Vec::new() };
    match language {
        Language::JavaScript => javascript::find(&mut found),
        Language::Python => python::find(&mut found),
        Language::Ruby => ruby::find(&mut found),
        Language::Php => php::find(&mut found),
        Language::Go => go::find(&mut found),
        Language::Rust => rust::find(&mut found),
        Language::Java | Language::CSharp => java::find(&mut found),
        Language::Spring => java::spring(&mut found),
        Language::Shell => shell::find(&mut found),
        Language::Elixir => elixir::find(&mut found),
        Language::Prisma => javascript::prisma(&mut found),
    }
    let mut out = found.out;
    out.sort_by(|a, b| (&a.place, &a.name).cmp(&(&b.place, &b.name)));
    out.dedup();
    out
}

/// Most files read no variable: a search for the words that every idiom holds is much quicker than tokens.
fn worth_reading(language: Language, text: &str) -> bool {
    let words: &[&str] = match language {
        Language::Shell | Language::Spring => &["$"],
        Language::Python => &["env", "Settings", "config("],
        Language::Elixir => &["System."],
        _ => &["env", "ENV", "Env"],
    };
    words.iter().any(|w| text.contains(w))
}

/// Tokens with a place to put what is found.
struct Found<'a> {
    path: &'a str,
    tokens: &'a [Token<'a>],
    out: Vec<Read>,
}

impl<'a> Found<'a> {
    /// The token `n` after `at`.
    fn token(&self, at: usize) -> Option<&'a Token<'a>> {
        self.tokens.get(at)
    }

    fn is(&self, at: usize, text: &str) -> bool {
        self.token(at).is_some_and(|t| t.is(text))
    }

    /// Do the tokens from `at` on read like this? Words and single marks, separated by blanks.
    fn reads(&self, at: usize, pattern: &str) -> bool {
        pattern.split(' ').enumerate().all(|(i, p)| self.is(at + i, p))
    }

    /// A string at `at`, if it is the name of a variable.
    fn name_in_quotes(&self, at: usize) -> Option<&'a str> {
        self.token(at).filter(|t| t.kind == Kind::Text && name::is_name(t.text)).map(|t| t.text)
    }

    /// A word at `at`, if it is written as variables are.
    fn name_as_word(&self, at: usize) -> Option<&'a str> {
        self.token(at).filter(|t| t.kind == Kind::Word && name::is_upper_name(t.text)).map(|t| t.text)
    }

    fn add(&mut self, at: usize, name: impl Into<String>, fallback: Fallback) {
        let Some(token) = self.tokens.get(at) else { return };
        let place = Place { path: self.path.to_owned(), line: token.line, column: token.column };
        self.out.push(Read { name: name.into(), place, fallback });
    }

    /// The fallback that the expression at `at` is.
    fn literal(&self, at: usize) -> Fallback {
        match self.token(at) {
            Some(t) if t.kind == Kind::Text => Fallback::Literal(value::class_of(t.text)),
            Some(t) if matches!(t.text, "None" | "nil" | "null" | "undefined") => Fallback::Other,
            Some(t) if t.kind == Kind::Word && t.text.starts_with(|c: char| c.is_ascii_digit()) => {
                Fallback::Literal(ValueClass::Plain)
            }
            Some(t) if matches!(t.text, "true" | "false" | "True" | "False") => Fallback::Literal(ValueClass::Plain),
            _ => Fallback::Other,
        }
    }

    /// Index of the bracket that closes the one at `open`, or the end.
    fn closing(&self, open: usize) -> usize {
        let mut depth = 0usize;
        for (i, token) in self.tokens.iter().enumerate().skip(open) {
            if token.kind != Kind::Mark {
                continue;
            }
            match token.text {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return i;
                    }
                }
                _ => {}
            }
        }
        self.tokens.len()
    }

    /// After a call's first argument at `name`: the second argument's fallback, or `without` if there is none.
    fn second_argument(&self, name: usize, without: Fallback) -> Fallback {
        if !self.is(name + 1, ",") {
            return without;
        }
        // A keyword argument: `default=…`, `default: …`.
        let at = if self.is(name + 3, "=") || self.is(name + 3, ":") { name + 4 } else { name + 2 };
        if self.is(at, ")") { without } else { self.literal(at) }
    }
}

#[cfg(test)]
mod tests;
