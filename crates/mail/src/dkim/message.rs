//! A raw message (RFC 5322): header fields as they came, and the body, with CRLF everywhere.

/// A message, cut into what DKIM looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Header fields from the top, folded as they came.
    pub fields: Vec<Field>,
    /// Everything after the first empty line.
    pub body: Vec<u8>,
}

/// One header field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The name as written, without white space after it.
    pub name: String,
    /// The whole field with its name, without the CRLF that ends it.
    pub raw: Vec<u8>,
}

impl Message {
    /// The message in `bytes`. Files saved with bare line feeds are read as well; an mbox line `From …` at the top and lines
    /// that are no field are left out.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Self {
        let text = with_crlf(bytes);
        let mut fields: Vec<Field> = Vec::new();
        let mut rest: &[u8] = &text;
        while !rest.is_empty() {
            let end = find(rest, b"\r\n").unwrap_or(rest.len());
            let line = &rest[..end];
            rest = rest.get(end + 2..).unwrap_or_default();
            if line.is_empty() {
                break;
            }
            match line.first() {
                Some(b' ' | b'\t') => {
                    if let Some(last) = fields.last_mut() {
                        last.raw.extend_from_slice(b"\r\n");
                        last.raw.extend_from_slice(line);
                    }
                }
                _ => fields.extend(field(line)),
            }
        }
        Self { fields, body: rest.to_vec() }
    }

    /// The values of the fields of that name, unfolded, from the top; bytes that are no UTF-8 are replaced.
    pub fn values<'m>(&'m self, name: &'m str) -> impl Iterator<Item = String> + 'm {
        self.fields.iter().filter(move |field| field.is(name)).map(Field::value)
    }

    /// The domain of the address in `From`, in canonical form; `None` without exactly one such field and address, as DMARC
    /// can't judge such a message (RFC 9989 §5.3.1 asks for one).
    #[must_use]
    pub fn from_domain(&self) -> Option<String> {
        let mut values = self.values("from");
        let (one, None) = (values.next()?, values.next()) else {
            return None;
        };
        address_domain(&one)
    }
}

impl Field {
    /// Whether the field has that name, whatever the case.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// What follows the colon, unfolded.
    #[must_use]
    pub fn value(&self) -> String {
        let value = self.raw.iter().position(|byte| *byte == b':').map_or(&[][..], |colon| &self.raw[colon + 1..]);
        String::from_utf8_lossy(value).replace("\r\n", "").trim().to_owned()
    }
}

/// The domain of the address that a field value or an SMTP path holds, such as `Ann <ann@acme.example>`; `None` if there is
/// none or more than one.
#[must_use]
pub fn address_domain(value: &str) -> Option<String> {
    let plain = without_quotes(value);
    let address = match plain.rfind('<') {
        Some(start) => plain[start + 1..].split('>').next().unwrap_or_default(),
        None => plain.trim(),
    };
    let several = plain.matches('<').count() > 1 || (plain.contains(',') && !plain.contains('<'));
    let (_, domain) = address.rsplit_once('@')?;
    let domain = crate::name::canonical(domain.trim());
    (!several && crate::name::is_mail_domain(&domain)).then_some(domain)
}

/// Quoted strings and comments may hold any address-like text; they name nobody.
fn without_quotes(value: &str) -> String {
    let (mut out, mut quoted, mut depth, mut escaped) = (String::new(), false, 0_u32, false);
    for c in value.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted || depth > 0 => escaped = true,
            '"' if depth == 0 => quoted = !quoted,
            _ if quoted => {}
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            _ => out.push(c),
        }
    }
    out
}

fn field(line: &[u8]) -> Option<Field> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let name = std::str::from_utf8(&line[..colon]).ok()?.trim_end_matches([' ', '\t']);
    let good = !name.is_empty() && name.bytes().all(|b| b.is_ascii_graphic());
    good.then(|| Field { name: name.to_owned(), raw: line.to_vec() })
}

/// Mail travels with CRLF; files and pasted texts often have bare line feeds.
fn with_crlf(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + bytes.len() / 32);
    let mut before = 0;
    for byte in bytes {
        if *byte == b'\n' && before != b'\r' {
            out.push(b'\r');
        }
        out.push(*byte);
        before = *byte;
    }
    out
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::{Message, address_domain};

    #[test]
    fn a_message_is_cut_into_fields_and_body_whatever_its_line_ends() {
        for text in
            ["From: a@x.example\nSubject: one\n two\n\nHi\n", "From: a@x.example\r\nSubject: one\r\n two\r\n\r\nHi\r\n"]
        {
            let message = Message::read(text.as_bytes());
            assert_eq!(message.fields.len(), 2);
            assert_eq!(message.fields[1].raw, b"Subject: one\r\n two");
            assert_eq!(message.values("SUBJECT").next().unwrap(), "one two");
            assert_eq!(message.body, b"Hi\r\n");
        }
    }

    #[test]
    fn the_domain_in_from_is_that_of_the_address_alone() {
        for (value, domain) in [
            ("ann@Acme.example", Some("acme.example")),
            ("Ann <ann@acme.example>", Some("acme.example")),
            ("\"ceo@bank.example\" <ann@acme.example>", Some("acme.example")),
            ("ann@acme.example (for bob@other.example)", Some("acme.example")),
            ("Ann <a@acme.example>, Bob <b@other.example>", None),
            ("a@acme.example, b@other.example", None),
            ("nobody", None),
        ] {
            assert_eq!(address_domain(value).as_deref(), domain, "{value}");
        }
    }

    #[test]
    fn two_from_fields_name_nobody() {
        assert_eq!(Message::read(b"From: a@x.example\r\nFrom: b@y.example\r\n\r\n").from_domain(), None);
    }
}
