//! Tokens of ten languages, as far as finding readers of variables needs them: words, strings, marks. Comments are left
//! out; expressions inside templates (`${…}`, `#{…}`, `{…}` of an f-string) become tokens of their own. Text that is
//! none of the language, or broken, never stops the reading: a string that does not end on its line is taken for a mark.

use crate::Language;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Identifier, keyword or number.
    Word,
    /// String; `text` is what stands between the quotes, escapes as written.
    Text,
    /// One other character.
    Mark,
}

/// A token with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    pub kind: Kind,
    pub text: &'a str,
    pub line: u32,
    pub column: u32,
    /// Columns of white space before it on its line, if it is the first there.
    pub indent: Option<u32>,
}

impl Token<'_> {
    pub(crate) fn is(&self, text: &str) -> bool {
        self.kind != Kind::Text && self.text == text
    }
}

/// How deep templates may nest before their inside is left alone.
const DEPTH: u32 = 16;

/// The tokens of a text.
pub(crate) fn lex(language: Language, text: &str) -> Vec<Token<'_>> {
    let mut lexer = Lexer { language, text, at: 0, line: 1, line_start: 0, fresh: true, out: Vec::new() };
    lexer.run(text.len(), 0);
    lexer.out
}

struct Lexer<'a> {
    language: Language,
    text: &'a str,
    at: usize,
    line: u32,
    line_start: usize,
    /// Nothing but white space so far on this line.
    fresh: bool,
    out: Vec<Token<'a>>,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn run(&mut self, end: usize, depth: u32) {
        while self.at < end {
            let before = self.at;
            self.step(end, depth);
            debug_assert!(self.at > before, "the lexer moves on");
        }
    }

    /// Moves on by `bytes`, counting lines.
    fn skip(&mut self, bytes: usize) {
        let end = (self.at + bytes).min(self.text.len());
        for (i, b) in self.text.as_bytes()[self.at..end].iter().enumerate() {
            if *b == b'\n' {
                self.line += 1;
                self.line_start = self.at + i + 1;
                self.fresh = true;
            }
        }
        self.at = end;
    }

    fn push(&mut self, kind: Kind, from: usize, to: usize) {
        // Minified bundles are one line of megabytes: counting characters there would be quadratic.
        let wide = from - self.line_start;
        let column =
            if wide < 2000 { self.text.get(self.line_start..from).map_or(wide, |s| s.chars().count()) } else { wide };
        let column = u32::try_from(column).unwrap_or(u32::MAX - 1) + 1;
        let indent = self.fresh.then_some(column - 1);
        self.fresh = false;
        self.out.push(Token { kind, text: &self.text[from..to], line: self.line, column, indent });
    }

    fn step(&mut self, end: usize, depth: u32) {
        let rest = self.rest();
        let Some(c) = rest.chars().next() else { return };
        if c.is_whitespace() {
            return self.skip(c.len_utf8());
        }
        if let Some(bytes) = self.comment(rest) {
            return self.skip(bytes);
        }
        if let Some(string) = self.string(rest, c) {
            return self.take(&string, depth);
        }
        if c.is_alphanumeric() || c == '_' || (c == '$' && self.language == Language::JavaScript) {
            let dollar = self.language == Language::JavaScript;
            let length = rest
                .find(|c: char| !(c.is_alphanumeric() || c == '_' || (dollar && c == '$')))
                .unwrap_or(rest.len())
                .min(end - self.at);
            self.push(Kind::Word, self.at, self.at + length);
            return self.skip(length);
        }
        self.push(Kind::Mark, self.at, self.at + c.len_utf8());
        self.skip(c.len_utf8());
    }

    /// Length of the comment that begins here.
    fn comment(&self, rest: &str) -> Option<usize> {
        use Language as L;
        let line = |skip: usize| Some(rest[skip..].find('\n').map_or(rest.len(), |n| n + skip));
        let c_like =
            matches!(self.language, L::JavaScript | L::Php | L::Go | L::Rust | L::Java | L::CSharp | L::Prisma);
        if c_like && rest.starts_with("//") {
            return line(2);
        }
        if c_like && rest.starts_with("/*") {
            return Some(rest[2..].find("*/").map_or(rest.len(), |n| n + 4));
        }
        if self.language == L::JavaScript && rest.starts_with("<!--") {
            return Some(rest.find("-->").map_or(4, |n| n + 3));
        }
        let hash = matches!(self.language, L::Python | L::Ruby | L::Php | L::Elixir | L::Spring);
        // PHP's attributes begin with `#[`.
        if hash && rest.starts_with('#') && !(self.language == L::Php && rest.starts_with("#[")) {
            return line(1);
        }
        if self.language == L::Shell && rest.starts_with('#') {
            // `${#list}` and `$#` are no comments: those begin a word.
            let before = self.text[..self.at].chars().next_back();
            return if before.is_none_or(|b| b.is_whitespace() || b == ';') { line(1) } else { None };
        }
        if self.language == L::Ruby && self.fresh && rest.starts_with("=begin") {
            return Some(rest.find("\n=end").map_or(rest.len(), |n| n + 5));
        }
        None
    }

    /// The string that begins here.
    fn string(&self, rest: &str, c: char) -> Option<Str> {
        use Language as L;
        let bytes = rest.as_bytes();
        match self.language {
            L::Python | L::Elixir => {
                let triple = ["\"\"\"", "'''"].into_iter().find(|q| rest.starts_with(q));
                let inner = match self.language {
                    L::Elixir if c == '"' => Inner::Hash,
                    L::Python if self.is_f_string() => Inner::Braces,
                    _ => Inner::Plain,
                };
                if let Some(quote) = triple {
                    let length = close(&rest[3..], quote, true)?;
                    return Some(Str { open: 3, inside: length, close: 3, inner });
                }
                if c == '"' || c == '\'' { quoted(rest, c, inner, false) } else { None }
            }
            L::JavaScript => match c {
                '`' => template(rest),
                '"' | '\'' => quoted(rest, c, Inner::Plain, false),
                '/' if self.regex_may_begin() => regex(rest),
                _ => None,
            },
            L::Ruby => match c {
                '"' | '`' => quoted(rest, c, Inner::Hash, true),
                '\'' => quoted(rest, c, Inner::Plain, true),
                _ => None,
            },
            L::Php => match c {
                '"' => quoted(rest, c, Inner::Dollar, true),
                '\'' => quoted(rest, c, Inner::Plain, true),
                _ => None,
            },
            L::Go => match c {
                '"' => quoted(rest, c, Inner::Plain, false),
                '`' => rest[1..].find('`').map(|n| Str { open: 1, inside: n, close: 1, inner: Inner::Plain }),
                '\'' => quoted(rest, c, Inner::Plain, false),
                _ => None,
            },
            L::Rust => match c {
                '"' => quoted(rest, c, Inner::Plain, true),
                'r' => raw(rest),
                // A character; a lifetime has no closing quote.
                '\'' => {
                    let n = rest[1..].find('\'').filter(|n| (1..=10).contains(n))?;
                    let inside = &rest[1..=n];
                    (inside.chars().count() == 1 || inside.starts_with('\\')).then_some(Str {
                        open: 1,
                        inside: n,
                        close: 1,
                        inner: Inner::Plain,
                    })
                }
                _ => None,
            },
            L::Java | L::CSharp => match c {
                '"' if rest.starts_with("\"\"\"") => {
                    let length = close(&rest[3..], "\"\"\"", true)?;
                    Some(Str { open: 3, inside: length, close: 3, inner: Inner::Plain })
                }
                '"' | '\'' => quoted(rest, c, Inner::Plain, false),
                '@' if bytes.get(1) == Some(&b'"') => {
                    rest[2..].find('"').map(|n| Str { open: 2, inside: n, close: 1, inner: Inner::Plain })
                }
                _ => None,
            },
            L::Prisma => {
                if c == '"' {
                    quoted(rest, c, Inner::Plain, false)
                } else {
                    None
                }
            }
            // In double quotes a shell goes on expanding; only single quotes hide.
            L::Shell => {
                if c == '\'' && !self.inside_double_quotes() {
                    quoted(rest, c, Inner::Plain, true)
                } else {
                    None
                }
            }
            L::Spring => None,
        }
    }

    /// Is there an odd number of double quotes before this one on its line?
    fn inside_double_quotes(&self) -> bool {
        self.text[self.line_start..self.at].matches('"').count() % 2 == 1
    }

    /// Is the word right before this quote a prefix with `f`?
    fn is_f_string(&self) -> bool {
        let Some(last) = self.out.last() else { return false };
        let touches = std::ptr::eq(last.text.as_bytes().as_ptr_range().end, self.text[self.at..].as_ptr());
        touches && last.kind == Kind::Word && last.text.len() <= 2 && last.text.to_ascii_lowercase().contains('f')
    }

    /// After these a `/` begins a regular expression, elsewhere it divides.
    fn regex_may_begin(&self) -> bool {
        self.out.last().is_none_or(|t| match t.kind {
            Kind::Mark => "(,=:[!&|?{};+-*%~^<>".contains(t.text),
            Kind::Word => matches!(t.text, "return" | "typeof" | "case" | "in" | "of" | "do" | "else"),
            Kind::Text => false,
        })
    }

    fn take(&mut self, string: &Str, depth: u32) {
        let from = self.at + string.open;
        let to = from + string.inside;
        self.push(Kind::Text, from, to);
        self.skip(string.open);
        if string.inner != Inner::Plain && depth < DEPTH {
            self.expressions(string.inner, to, depth);
        }
        // A string inside an expression can reach further than the template did.
        self.skip((to + string.close).saturating_sub(self.at));
    }

    /// Reads the expressions inside a template up to `end`.
    fn expressions(&mut self, inner: Inner, end: usize, depth: u32) {
        let open = match inner {
            Inner::Hash => "#{",
            Inner::Dollar => "${",
            Inner::Braces => "{",
            Inner::Plain => return,
        };
        while let Some(found) = self.text.get(self.at..end).and_then(|t| t.find(open)) {
            let start = self.at + found + open.len();
            if inner == Inner::Braces && self.text[start..end].starts_with('{') {
                self.skip(start + 1 - self.at);
                continue;
            }
            let length = matching_brace(&self.text[start..end]);
            self.skip(start - self.at);
            self.run(start + length, depth + 1);
            self.fresh = false;
        }
        // PHP's `{$_ENV['X']}` has the dollar inside.
        if inner == Inner::Dollar && self.language == Language::Php {
            while let Some(found) = self.text.get(self.at..end).and_then(|t| t.find("{$")) {
                let start = self.at + found + 1;
                let length = matching_brace(&self.text[start..end]);
                self.skip(start - self.at);
                self.run(start + length, depth + 1);
            }
        }
    }
}

/// Which expressions a string holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inner {
    Plain,
    Hash,
    Dollar,
    Braces,
}

/// A string found: bytes of its opening, inside and closing.
struct Str {
    open: usize,
    inside: usize,
    close: usize,
    inner: Inner,
}

/// Bytes up to the closing quote.
fn close(text: &str, quote: &str, lines: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'\\' {
            at += 2;
            continue;
        }
        if bytes[at] == b'\n' && !lines {
            return None;
        }
        if text.is_char_boundary(at) && text[at..].starts_with(quote) {
            return Some(at);
        }
        at += 1;
    }
    None
}

fn quoted(rest: &str, quote: char, inner: Inner, lines: bool) -> Option<Str> {
    let mut buffer = [0; 4];
    let inside = close(&rest[1..], quote.encode_utf8(&mut buffer), lines)?;
    Some(Str { open: 1, inside, close: 1, inner })
}

/// Bytes up to the brace that closes what was opened before the text; all of it when there is none.
fn matching_brace(text: &str) -> usize {
    let mut depth = 0u32;
    for (i, b) in text.bytes().enumerate() {
        match b {
            b'{' => depth += 1,
            b'}' if depth == 0 => return i,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// A JavaScript template; backticks inside its expressions belong to inner templates.
fn template(rest: &str) -> Option<Str> {
    let bytes = rest.as_bytes();
    let (mut at, mut stack) = (1, Vec::new());
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'`' => match stack.last() {
                None => return Some(Str { open: 1, inside: at - 1, close: 1, inner: Inner::Dollar }),
                Some(b'`') => {
                    stack.pop();
                }
                Some(_) => stack.push(b'`'),
            },
            b'$' if bytes.get(at + 1) == Some(&b'{') && stack.last() != Some(&b'{') => {
                stack.push(b'{');
                at += 1;
            }
            b'{' if stack.last() == Some(&b'{') => stack.push(b'{'),
            b'}' if stack.last() == Some(&b'{') => {
                stack.pop();
            }
            _ => {}
        }
        at += 1;
    }
    None
}

fn regex(rest: &str) -> Option<Str> {
    let bytes = rest.as_bytes();
    let (mut at, mut class) = (1, false);
    while at < bytes.len() {
        match bytes[at] {
            b'\n' => return None,
            b'\\' => at += 1,
            b'[' => class = true,
            b']' => class = false,
            b'/' if !class => return Some(Str { open: 1, inside: at - 1, close: 1, inner: Inner::Plain }),
            _ => {}
        }
        at += 1;
    }
    None
}

/// A raw string of Rust: `r"…"`, `r#"…"#`.
fn raw(rest: &str) -> Option<Str> {
    let hashes = rest[1..].bytes().take_while(|b| *b == b'#').count();
    if rest.as_bytes().get(1 + hashes) != Some(&b'"') {
        return None;
    }
    let end = format!("\"{}", "#".repeat(hashes));
    let inside = rest[hashes + 2..].find(&end)?;
    Some(Str { open: hashes + 2, inside, close: hashes + 1, inner: Inner::Plain })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(language: Language, text: &str) -> Vec<&str> {
        lex(language, text).into_iter().filter(|t| t.kind == Kind::Word).map(|t| t.text).collect()
    }

    #[test]
    fn comments_and_strings_are_no_words() {
        assert_eq!(words(Language::JavaScript, "a // b\n/* c */ d 'e' \"f\""), ["a", "d"]);
        assert_eq!(words(Language::Python, "a # b\n'''c\nd''' e"), ["a", "e"]);
        assert_eq!(words(Language::Ruby, "a\n=begin\nb\n=end\nc"), ["a", "c"]);
        assert_eq!(words(Language::Rust, "a 'x' &'b c r#\"d\"#"), ["a", "b", "c"]);
    }

    #[test]
    fn expressions_inside_templates_are_read() {
        assert_eq!(words(Language::JavaScript, "`a ${b + `c ${d}`} e` f"), ["b", "d", "f"]);
        assert_eq!(words(Language::Ruby, "\"a #{b} c\" d"), ["b", "d"]);
        assert_eq!(words(Language::Python, "f'{{a}} {b}' 'c'"), ["f", "b"]);
    }

    #[test]
    fn a_regex_with_a_quote_and_an_apostrophe_in_markup_do_not_derail() {
        assert_eq!(words(Language::JavaScript, "x = /['\"]/ ; y = a / b / c"), ["x", "y", "a", "b", "c"]);
        let jsx = "return <p>Don't</p>\nprocess.env.A";
        assert!(words(Language::JavaScript, jsx).ends_with(&["process", "env", "A"]));
    }

    #[test]
    fn places_count_characters_from_one() {
        let tokens = lex(Language::JavaScript, "ä\n  é x");
        let x = tokens.last().unwrap();
        assert_eq!((x.line, x.column, x.indent), (2, 5, None));
        assert_eq!(tokens[1].indent, Some(2));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_to_its_end(text in "[a-z'\"`/\\\\{}$#\n \\*ä]{0,80}") {
            for language in [Language::JavaScript, Language::Python, Language::Ruby, Language::Php, Language::Go,
                Language::Rust, Language::Java, Language::CSharp, Language::Shell, Language::Elixir, Language::Prisma] {
                let _ = lex(language, &text);
            }
        }
    }
}
