//! Header fields and bodies in the form that is signed (RFC 6376 §3.4).

use super::Canonical;
use super::message::Field;

/// A header field without the CRLF that ends it (RFC 6376 §3.4.1 and §3.4.2).
pub(super) fn field(field: &[u8], form: Canonical) -> Vec<u8> {
    if form == Canonical::Simple {
        return field.to_vec();
    }
    let colon = field.iter().position(|byte| *byte == b':').unwrap_or(field.len());
    let mut out = field[..colon].trim_ascii_end().to_ascii_lowercase();
    out.push(b':');
    let unfolded: Vec<u8> =
        field[(colon + 1).min(field.len())..].iter().copied().filter(|b| !matches!(b, b'\r' | b'\n')).collect();
    out.extend(single_spaced(trimmed_end(trimmed_start(&unfolded))));
    out
}

/// The body (RFC 6376 §3.4.3 and §3.4.4).
pub(super) fn body(body: &[u8], form: Canonical) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() + 2);
    for line in lines(body) {
        match form {
            Canonical::Simple => out.extend_from_slice(line),
            Canonical::Relaxed => out.extend(single_spaced(trimmed_end(line))),
        }
        out.extend_from_slice(b"\r\n");
    }
    while out.ends_with(b"\r\n\r\n") {
        out.truncate(out.len() - 2);
    }
    match (out.as_slice(), form) {
        (b"" | b"\r\n", Canonical::Simple) => b"\r\n".to_vec(),
        (b"\r\n", Canonical::Relaxed) => Vec::new(),
        _ => out,
    }
}

/// The signed fields in order: of several with one name the lowest that was not taken yet (RFC 6376 §5.4.2). `skipped` is the
/// signature itself, which signs itself last. A name without a field adds nothing.
pub(super) fn chosen<'m>(fields: &'m [Field], names: &[String], skipped: usize) -> Vec<&'m Field> {
    let mut taken = vec![false; fields.len()];
    if let Some(own) = taken.get_mut(skipped) {
        *own = true;
    }
    let mut chosen = Vec::new();
    for name in names {
        if let Some(at) = (0..fields.len()).rev().find(|at| !taken[*at] && fields[*at].is(name)) {
            taken[at] = true;
            chosen.push(&fields[at]);
        }
    }
    chosen
}

/// Lines without their CRLF; what follows the last one counts as a line if there is anything.
fn lines(body: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(body).filter(|body| !body.is_empty());
    std::iter::from_fn(move || {
        let text = rest?;
        let end = text.windows(2).position(|pair| pair == b"\r\n");
        let (line, after) = match end {
            Some(end) => (&text[..end], &text[end + 2..]),
            None => (text, &[][..]),
        };
        rest = Some(after).filter(|after| !after.is_empty());
        Some(line)
    })
}

fn white(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

fn trimmed_start(line: &[u8]) -> &[u8] {
    let start = line.iter().position(|byte| !white(*byte)).unwrap_or(line.len());
    &line[start..]
}

fn trimmed_end(line: &[u8]) -> &[u8] {
    let end = line.iter().rposition(|byte| !white(*byte)).map_or(0, |last| last + 1);
    &line[..end]
}

/// Every run of white space becomes one space.
fn single_spaced(line: &[u8]) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(line.len());
    let mut inside = false;
    for byte in line {
        if !white(*byte) {
            out.push(*byte);
        } else if !inside {
            out.push(b' ');
        }
        inside = white(*byte);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::Canonical::{Relaxed, Simple};
    use super::super::Message;
    use super::{body, chosen, field};

    /// The example of RFC 6376 §3.4.5.
    #[test]
    fn the_example_of_the_rfc_comes_out_as_printed_there() {
        let message = Message::read(b"A: X\r\nB : Y\t\r\n\tZ  \r\n\r\n C \r\nD \t E\r\n\r\n\r\n");
        let [a, b] = message.fields.as_slice() else { panic!("two fields") };
        assert_eq!(field(&a.raw, Relaxed), b"a:X");
        assert_eq!(field(&b.raw, Relaxed), b"b:Y Z");
        assert_eq!(field(&b.raw, Simple), b"B : Y\t\r\n\tZ  ");
        assert_eq!(body(&message.body, Relaxed), b" C\r\nD E\r\n");
        assert_eq!(body(&message.body, Simple), b" C \r\nD \t E\r\n");
    }

    #[test]
    fn an_empty_body_is_a_line_in_one_form_and_nothing_in_the_other() {
        for empty in [&b""[..], b"\r\n", b"\r\n\r\n\r\n"] {
            assert_eq!(body(empty, Simple), b"\r\n");
            assert_eq!(body(empty, Relaxed), b"");
        }
        assert_eq!(body(b" \t\r\n", Relaxed), b"");
        assert_eq!(body(b"no end", Simple), b"no end\r\n");
    }

    #[test]
    fn of_fields_with_one_name_the_lowest_is_taken_first() {
        let message = Message::read(b"R: 1\r\nR: 2\r\nDKIM-Signature: own\r\nR: 3\r\n\r\n");
        let names = ["r", "R", "dkim-signature", "x"].map(str::to_owned);
        let taken: Vec<String> = chosen(&message.fields, &names, 2).iter().map(|f| f.value()).collect();
        assert_eq!(taken, ["3", "2"]);
    }
}
