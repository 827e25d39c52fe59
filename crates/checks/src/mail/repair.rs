//! SPF records put right: what comes out always parses, and never allows more than what went in, an `all` apart.

use ::mail::spf::{DualCidr, Mechanism, Qualifier, Record, Term, TermKind};

/// The terms of a record as written.
fn words(record: &str) -> impl Iterator<Item = &str> {
    record.split(' ').skip(1).filter(|w| !w.is_empty())
}

fn term(word: &str) -> Option<Term> {
    Record::parse(&format!("v=spf1 {word}")).ok()?.terms.into_iter().next()
}

/// The word, if it can be read as it is or with a common slip mended.
fn respelled(word: &str) -> Option<String> {
    const SLIPS: [(&str, &str); 4] = [("includes:", "include:"), ("ipv4:", "ip4:"), ("ip:", "ip4:"), ("ipv6:", "ip6:")];
    if term(word).is_some() {
        return Some(word.to_owned());
    }
    let lower = word.to_ascii_lowercase();
    let mended = SLIPS.iter().find_map(|(slip, right)| Some(format!("{right}{}", lower.strip_prefix(slip)?)))?;
    term(&mended).is_some().then_some(mended)
}

fn is_all(word: &str) -> bool {
    word.trim_start_matches(['+', '-', '~', '?']).eq_ignore_ascii_case("all")
}

/// What several records say together: each sender once, and a single end. The end is `-all` only if every record
/// said so, because a merged list is more likely to lack somebody.
pub(super) fn merged(records: &[String]) -> String {
    let mut senders: Vec<String> = Vec::new();
    for word in records.iter().flat_map(|r| words(r)).filter(|w| !is_all(w) && term(w).is_some()) {
        let lower = word.to_ascii_lowercase();
        let word = match lower.strip_prefix("redirect=") {
            // A record can name only one other to follow; included, both keep their senders.
            Some(target) => format!("include:{target}"),
            None if lower.starts_with("exp=") => continue,
            None => word.to_owned(),
        };
        if !senders.iter().any(|s| s.eq_ignore_ascii_case(&word)) {
            senders.push(word);
        }
    }
    let strict = records.iter().all(|r| words(r).any(|w| w.eq_ignore_ascii_case("-all")));
    join(senders, strict)
}

/// A record without the terms that can't be read. Who was dropped is not refused outright: the end gets soft.
pub(super) fn without_faults(record: &str) -> String {
    let kept: Vec<String> = words(record).filter(|w| !is_all(w)).filter_map(respelled).collect();
    let text = join(kept, false);
    // Terms that are fine one by one can still clash (two redirects): then the senders alone.
    if Record::parse(&text).is_ok() { text } else { merged(&[text]) }
}

/// A record in which nothing stands for everybody.
pub(super) fn not_for_everyone(record: &str) -> String {
    let kept = words(record).filter(|w| !is_all(w) && !term(w).is_some_and(|t| allows_all(&t)));
    join(kept.map(str::to_owned).collect(), false)
}

/// A record that ends in `~all`.
pub(super) fn closed(record: &str) -> String {
    join(words(record).filter(|w| !is_all(w)).map(str::to_owned).collect(), false)
}

fn join(mut terms: Vec<String>, strict: bool) -> String {
    // A soft end without anybody before it would mark all of one's own mail: its web and mail servers stay allowed.
    if terms.is_empty() && !strict {
        terms = vec!["a".into(), "mx".into()];
    }
    terms.insert(0, "v=spf1".into());
    terms.push(if strict { "-all" } else { "~all" }.into());
    terms.join(" ")
}

/// The term by which everybody may send, as written; terms behind the first `all` are never reached (RFC 7208 §5.1).
pub(super) fn opening<'a>(text: &'a str, record: &Record) -> Option<&'a str> {
    for (at, _, mechanism) in record.directives() {
        if allows_all(at) {
            return text.get(at.span.clone());
        }
        if *mechanism == Mechanism::All {
            return None;
        }
    }
    None
}

/// Does the term pass every IPv4 or every IPv6 address?
fn allows_all(term: &Term) -> bool {
    let TermKind::Directive { qualifier: Qualifier::Pass, mechanism } = &term.kind else { return false };
    let wide = |cidr: &DualCidr| cidr.ip4 == Some(0) || cidr.ip6 == Some(0);
    match mechanism {
        Mechanism::All => true,
        Mechanism::Ip4 { prefix, .. } | Mechanism::Ip6 { prefix, .. } => *prefix == 0,
        Mechanism::A { cidr, .. } | Mechanism::Mx { cidr, .. } => wide(cidr),
        Mechanism::Include { .. } | Mechanism::Ptr { .. } | Mechanism::Exists { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_merged_record_keeps_every_sender_once() {
        let both = [
            "v=spf1 include:_spf.google.com -all",
            "v=spf1 ip4:203.0.113.5 include:_SPF.google.com redirect=x.example",
        ];
        let text = merged(&both.map(str::to_owned));
        assert_eq!(text, "v=spf1 include:_spf.google.com ip4:203.0.113.5 include:x.example ~all");
        assert_eq!(merged(&["v=spf1 mx -all".into(), "v=spf1 a -all".into()]), "v=spf1 mx a -all");
    }

    #[test]
    fn faulty_terms_go_and_the_end_gets_soft() {
        assert_eq!(without_faults("v=spf1 ip4:203.0.113 mx -all"), "v=spf1 mx ~all");
        assert_eq!(
            without_faults("v=spf1 redirect=a.example redirect=b.example"),
            "v=spf1 include:a.example include:b.example ~all"
        );
    }

    #[test]
    fn common_slips_are_mended_and_nobody_is_left_without_a_sender() {
        assert_eq!(without_faults("v=spf1 includes:_spf.google.com -all"), "v=spf1 include:_spf.google.com ~all");
        assert_eq!(without_faults("v=spf1 ipv4:203.0.113.5 -all"), "v=spf1 ip4:203.0.113.5 ~all");
        assert_eq!(without_faults("v=spf1 ip4:203.0.113 -all"), "v=spf1 a mx ~all");
        assert_eq!(not_for_everyone("v=spf1 +all"), "v=spf1 a mx ~all");
        assert_eq!(merged(&["v=spf1 -all".into(), "v=spf1 -all ".into()]), "v=spf1 -all");
    }

    #[test]
    fn everybody_is_taken_out_however_written() {
        for all in ["+all", "all", "ip4:0.0.0.0/0", "ip6:::/0", "a/0", "mx//0"] {
            let text = format!("v=spf1 mx {all}");
            let record = Record::parse(&text).unwrap_or_else(|e| panic!("{text}: {e:?}"));
            assert_eq!(opening(&text, &record), Some(all));
            assert_eq!(not_for_everyone(&text), "v=spf1 mx ~all", "{text}");
        }
        let record = Record::parse("v=spf1 -all +all").unwrap_or_else(|e| panic!("{e:?}"));
        assert_eq!(opening("v=spf1 -all +all", &record), None);
    }

    proptest! {
        #[test]
        fn repaired_records_parse(terms in proptest::collection::vec("[-+~?]?(all|mx|a|a/24|ip4:[0-9.]{1,9}|include:[a-z.]{0,9}|redirect=[a-z.]{0,9}|exp=x.example|[a-z:=%{}]{0,8})", 0..6)) {
            let text = format!("v=spf1 {}", terms.join(" "));
            prop_assert!(Record::parse(&merged(&[text.clone(), text.clone()])).is_ok(), "merged {text}");
            prop_assert!(Record::parse(&without_faults(&text)).is_ok(), "without_faults {text}");
            if Record::parse(&text).is_ok() {
                prop_assert!(Record::parse(&not_for_everyone(&text)).is_ok(), "not_for_everyone {text}");
                prop_assert!(Record::parse(&closed(&text)).is_ok(), "closed {text}");
            }
        }
    }
}
