//! Domain names as plain text: labels between dots, no escapes, no final dot.

/// The longest name in presentation form without the final dot (RFC 1035 §2.3.4, RFC 7208 §7.3).
pub(crate) const LONGEST_NAME: usize = 253;
/// The longest label, in bytes (RFC 1035 §2.3.4).
const LONGEST_LABEL: usize = 63;

/// The name without its final dot.
pub(crate) fn trimmed(name: &str) -> &str {
    name.strip_suffix('.').unwrap_or(name)
}

/// The canonical form: lower case, no final dot.
pub(crate) fn canonical(name: &str) -> String {
    trimmed(name).to_ascii_lowercase()
}

/// Whether a DNS query can be made for the name at all (RFC 1035 §2.3.4): every label has 1 to 63 bytes.
pub(crate) fn can_be_asked(name: &str) -> bool {
    let name = trimmed(name);
    !name.is_empty()
        && name.len() <= LONGEST_NAME
        && name.split('.').all(|label| !label.is_empty() && label.len() <= LONGEST_LABEL)
}

/// Whether the name is a host name of at least two labels: what a mail domain must be.
pub(crate) fn is_mail_domain(name: &str) -> bool {
    // The name as given: one final dot is right, and only one.
    can_be_asked(name)
        && trimmed(name).contains('.')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

/// Whether `name` is `parent` or lies below it, whatever the case.
pub(crate) fn is_within(name: &str, parent: &str) -> bool {
    let (name, parent) = (canonical(name), canonical(parent));
    name == parent || name.strip_suffix(&parent).is_some_and(|left| left.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::is_mail_domain;

    #[test]
    fn a_mail_domain_has_two_labels_and_at_most_one_final_dot() {
        for (name, fits) in [
            ("acme.example", true),
            ("acme.example.", true),
            ("acme.example..", false),
            ("example.", false),
            ("example..", false),
            ("acme..example", false),
            ("", false),
            (".", false),
        ] {
            assert_eq!(is_mail_domain(name), fits, "{name}");
        }
    }
}
