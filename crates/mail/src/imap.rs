//! Answers of IMAP servers (RFC 3501 §7), as far as one message is looked for and read.

/// The longest line that is read, literals apart, in bytes. A line names what was found; nothing asked here is longer.
const LONGEST_LINE: usize = 65_536;
/// The longest literal that is read, in bytes.
const LONGEST_LITERAL: usize = 1 << 20;
/// Literals of one answer. What is asked for comes in one.
const MOST_LITERALS: usize = 64;

/// How a command, a greeting or the connection fares (RFC 3501 §7.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Done, or welcome.
    Ok,
    /// Refused.
    No,
    /// Not understood.
    Bad,
    /// Welcome, and logged in already.
    PreAuth,
    /// The server hangs up.
    Bye,
}

/// One answer of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Response {
    /// The end of the command with that tag.
    Tagged {
        /// The command's tag.
        tag: String,
        /// How it ended.
        status: Status,
        /// The server's words.
        text: String,
    },
    /// A status that belongs to no command: the greeting, a warning, the goodbye.
    Status {
        /// What it is.
        status: Status,
        /// The server's words.
        text: String,
    },
    /// The server waits for more of the command.
    Continue {
        /// The server's words.
        text: String,
    },
    /// Data.
    Data(Data),
}

/// Data of a server: text with literals in between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Data {
    /// The text before, between and after the literals: always one more than there are literals.
    pub texts: Vec<String>,
    /// The literals, byte by byte.
    pub literals: Vec<Vec<u8>>,
}

/// What the bytes of a server make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parsed {
    /// An answer, and how many bytes it takes.
    Whole(Response, usize),
    /// The beginning of one.
    More,
    /// No answer of IMAP, or one above the limits.
    Wrong,
}

/// Reads the first answer in `bytes`.
#[must_use]
pub fn parse(bytes: &[u8]) -> Parsed {
    let (mut texts, mut literals) = (Vec::new(), Vec::new());
    let (mut start, mut lines) = (0, 0);
    loop {
        let rest = bytes.get(start..).unwrap_or_default();
        let Some(length) = rest.iter().position(|byte| *byte == b'\n') else {
            return if start == 0 && !begins(rest) || lines + rest.len() > LONGEST_LINE {
                Parsed::Wrong
            } else {
                Parsed::More
            };
        };
        lines += length;
        if lines > LONGEST_LINE {
            return Parsed::Wrong;
        }
        let line = String::from_utf8_lossy(&rest[..length]);
        let line = line.strip_suffix('\r').unwrap_or(&line);
        start += length + 1;
        if texts.is_empty() {
            match status(line) {
                Some(Some(response)) => return Parsed::Whole(response, start),
                Some(None) => {}
                None => return Parsed::Wrong,
            }
        }
        let Some((text, size)) = announced(line) else {
            texts.push(line.to_owned());
            return Parsed::Whole(Response::Data(Data { texts, literals }), start);
        };
        if size > LONGEST_LITERAL || literals.len() == MOST_LITERALS {
            return Parsed::Wrong;
        }
        texts.push(text.to_owned());
        let Some(literal) = bytes.get(start..start + size) else { return Parsed::More };
        literals.push(literal.to_vec());
        start += size;
    }
}

/// Whether an answer can begin like this: with a star, a plus, or a tag of letters and digits.
fn begins(bytes: &[u8]) -> bool {
    bytes.first().is_none_or(|byte| byte.is_ascii_alphanumeric() || b"*+".contains(byte))
}

/// The answer in a line without literals; `Some(None)` for data, `None` for what is no IMAP. The words of a status may end
/// like the announcement of a literal and announce none.
fn status(line: &str) -> Option<Option<Response>> {
    let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
    let (word, text) = rest.split_once(' ').unwrap_or((rest, ""));
    let status = match word.to_ascii_uppercase().as_str() {
        "OK" => Some(Status::Ok),
        "NO" => Some(Status::No),
        "BAD" => Some(Status::Bad),
        "PREAUTH" => Some(Status::PreAuth),
        "BYE" => Some(Status::Bye),
        _ => None,
    };
    match (first, status) {
        ("+", _) => Some(Some(Response::Continue { text: rest.to_owned() })),
        ("*", Some(status)) => Some(Some(Response::Status { status, text: text.to_owned() })),
        ("*", None) => (!word.is_empty()).then_some(None),
        (tag, Some(status @ (Status::Ok | Status::No | Status::Bad)))
            if !tag.is_empty() && tag.bytes().all(|b| b.is_ascii_alphanumeric()) =>
        {
            Some(Some(Response::Tagged { tag: tag.to_owned(), status, text: text.to_owned() }))
        }
        _ => None,
    }
}

/// The text before `{SIZE}` at the end of a line, and the size.
fn announced(line: &str) -> Option<(&str, usize)> {
    let (text, size) = line.strip_suffix('}')?.rsplit_once('{')?;
    let digits = (1..=10).contains(&size.len()) && size.bytes().all(|byte| byte.is_ascii_digit());
    // A size beyond the machine's is beyond the limit as well.
    digits.then(|| (text, size.parse().unwrap_or(usize::MAX)))
}

impl Data {
    /// Names of a `CAPABILITY` answer in upper case.
    #[must_use]
    pub fn capabilities(&self) -> Option<Vec<String>> {
        self.after("CAPABILITY").map(|rest| rest.split_whitespace().map(str::to_ascii_uppercase).collect())
    }

    /// Numbers of a `SEARCH` answer, in the server's order.
    #[must_use]
    pub fn found(&self) -> Option<Vec<u32>> {
        self.after("SEARCH").map(|rest| rest.split_whitespace().filter_map(|number| number.parse().ok()).collect())
    }

    /// What a `FETCH` answer gives for `BODY[…]`: a literal or a quoted string (RFC 3501 §9, `nstring`).
    #[must_use]
    pub fn body(&self) -> Option<Vec<u8>> {
        let mut words = self.texts.first()?.split(' ');
        let (Some("*"), Some(number), Some(fetch)) = (words.next(), words.next(), words.next()) else { return None };
        if number.parse::<u32>().is_err() || !fetch.eq_ignore_ascii_case("FETCH") {
            return None;
        }
        for (at, text) in self.texts.iter().enumerate() {
            // ASCII alone changes its case, so places in one text are places in the other.
            let Some(section) = text.to_ascii_uppercase().find("BODY[") else { continue };
            let rest = text[section..].split_once(']')?.1;
            let value = rest.split_once(' ').map_or("", |(_, value)| value);
            match value.strip_prefix('"') {
                Some(quoted) => return unquoted(quoted),
                None if value.is_empty() => return self.literals.get(at).cloned(),
                None => return None,
            }
        }
        None
    }

    fn after(&self, word: &str) -> Option<&str> {
        let rest = self.texts.first()?.strip_prefix("* ")?;
        let (first, rest) = rest.split_once(' ').unwrap_or((rest, ""));
        first.eq_ignore_ascii_case(word).then_some(rest)
    }
}

/// The quoted string whose opening mark was taken off.
fn unquoted(text: &str) -> Option<Vec<u8>> {
    let (mut out, mut chars) = (String::new(), text.chars());
    loop {
        match chars.next()? {
            '"' => return Some(out.into_bytes()),
            '\\' => out.push(chars.next()?),
            c => out.push(c),
        }
    }
}

/// `text` as a quoted string for a command; `None` if it can't be one (RFC 3501 §4.3: seven bits, no line ends).
#[must_use]
pub fn quote(text: &str) -> Option<String> {
    let fits = text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_control());
    fits.then(|| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(text: &str) -> Data {
        match parse(text.as_bytes()) {
            Parsed::Whole(Response::Data(data), used) if used == text.len() => data,
            other => panic!("{text:?}: {other:?}"),
        }
    }

    #[test]
    fn a_message_comes_as_a_literal_byte_by_byte() {
        let text = "* 3 FETCH (UID 7 BODY[]<0> {9}\r\na: b\r\n\r\n) FLAGS ())\r\n";
        let seen = data(text);
        assert_eq!(seen.body().as_deref(), Some(&b"a: b\r\n\r\n)"[..]));
        assert_eq!(seen.texts.last().map(String::as_str), Some(" FLAGS ())"));
        for end in 1..text.len() {
            assert_eq!(parse(&text.as_bytes()[..end]), Parsed::More, "{end}");
        }
    }

    #[test]
    fn a_message_comes_as_a_quoted_string_or_not_at_all() {
        assert_eq!(
            data("* 1 fetch (body[HEADER] \"a: \\\"b\\\\\" UID 1)\r\n").body().as_deref(),
            Some(&b"a: \"b\\"[..])
        );
        assert_eq!(data("* 1 FETCH (BODY[] NIL)\r\n").body(), None);
        assert_eq!(data("* 1 FETCH (FLAGS (\\Seen))\r\n").body(), None);
        assert_eq!(data("* LIST (BODY[] {1}\r\nx)\r\n").body(), None);
        assert_eq!(data("* 1 FETCH (X {1}\r\nx BODY[] {1}\r\ny)\r\n").body().as_deref(), Some(&b"y"[..]));
    }

    #[test]
    fn numbers_and_capabilities_are_read_whatever_their_case() {
        assert_eq!(data("* SEARCH 4 17\r\n").found(), Some(vec![4, 17]));
        assert_eq!(data("* search\r\n").found(), Some(vec![]));
        let seen = data("* CAPABILITY IMAP4rev1 auth=plain\r\n").capabilities();
        assert_eq!(seen, Some(vec!["IMAP4REV1".to_owned(), "AUTH=PLAIN".to_owned()]));
    }

    #[test]
    fn words_of_a_status_announce_no_literal() {
        let ready = Response::Status { status: Status::Ok, text: "ready {12}".to_owned() };
        assert_eq!(parse(b"* OK ready {12}\r\nA1 OK x\r\n"), Parsed::Whole(ready, 17));
        let refused = Response::Tagged { tag: "A1".to_owned(), status: Status::No, text: "[AUTH] wrong".to_owned() };
        assert_eq!(parse(b"a1 ok"), Parsed::More);
        assert_eq!(parse(b"A1 NO [AUTH] wrong\r\n"), Parsed::Whole(refused, 20));
        assert_eq!(parse(b"+ \r\n"), Parsed::Whole(Response::Continue { text: String::new() }, 4));
    }

    #[test]
    fn what_is_no_imap_or_too_long_ends_at_once() {
        for text in ["HTTP/1.1 400 Bad Request\r\n", "\u{16}\u{3}\r\n", "220 mx ESMTP\r\n", "*\r\n", "A1 BYE\r\n"] {
            assert_eq!(parse(text.as_bytes()), Parsed::Wrong, "{text:?}");
        }
        assert_eq!(parse(b"* 1 FETCH (BODY[] {1048577}\r\n"), Parsed::Wrong);
        assert_eq!(parse(b"* 1 FETCH (BODY[] {9999999999}\r\n"), Parsed::Wrong);
        assert_eq!(parse(format!("* {}", "x".repeat(65_536)).as_bytes()), Parsed::Wrong);
        assert_eq!(parse(format!("* X {}\r\n", "{0}\r\n".repeat(65)).as_bytes()), Parsed::Wrong);
    }

    #[test]
    fn a_quoted_string_carries_nothing_but_itself() {
        assert_eq!(quote("a\"b\\c").as_deref(), Some("\"a\\\"b\\\\c\""));
        assert_eq!((quote("a\r\nb"), quote("müller")), (None, None));
    }
}
