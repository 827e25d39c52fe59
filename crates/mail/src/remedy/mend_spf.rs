//! SPF records with every mend that is known, so that all who tell of a fault of them print the same.

use std::collections::BTreeMap;

use super::flatten::shorten;
use super::lock::LOCKED_SPF;
use super::merge::merge_spf;
use super::parts::{Cuts, cuts};
use crate::name::canonical;
use crate::spf::{Audit, Mechanism, Modifier, Qualifier, Record, Term, TermKind};

/// Records of one name, and what to publish in their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The name, without a final dot.
    pub name: String,
    /// The SPF records that stand there now and go.
    pub old: Vec<String>,
    /// The record to publish.
    pub new: String,
}

/// The SPF records of a domain, mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MendedSpf {
    /// The domain's own record first, then others that change or are new. Records that stay as they are are left out.
    pub changes: Vec<Change>,
    /// Lookups of the result; `None` if the tree was not seen.
    pub lookups: Option<u32>,
    /// Whether lookups and lengths are within the limits, as far as they were seen.
    pub fits: bool,
}

/// Mends the records of `domain`: one instead of several, without terms that can't be read, lead nowhere, let everybody
/// send or are not to be used (`ptr`), with an end, within ten lookups and 450 bytes where networks can stand for
/// includes. What comes out parses and allows nobody who was not allowed before, with one exception: where no sender is
/// left, the domain's own web and mail servers are allowed, as a record without any would mark all its mail.
///
/// `audit` is the walk, where there is one record. `ours` tells whether a name belongs to the owner of the domain: the
/// records of others are not his to change. `unused` says that the domain neither takes nor sends mail.
#[must_use]
pub fn mend_spf(
    domain: &str,
    records: &[String],
    audit: Option<&Audit>,
    ours: impl Fn(&str) -> bool,
    unused: bool,
) -> MendedSpf {
    let domain = canonical(domain);
    let own = |new: String| Change { name: domain.clone(), old: records.to_vec(), new };
    if unused {
        return done(vec![own(LOCKED_SPF.to_owned())], Some(0), true);
    }
    let [record] = records else {
        let faulty = records.iter().flat_map(|text| words(text)).any(|word| respelled(word).is_none());
        let read: Vec<String> = records.iter().map(|text| readable(text)).collect();
        let draft = Draft { soft: faulty, dropped: faulty, ..Draft::default() };
        return done(vec![own(draft.repaired(&merge_spf(&read).record, &[]))], None, true);
    };
    let Some((audit, tree)) = audit.and_then(|audit| Some((audit, audit.tree.as_ref()?))) else {
        return done(vec![own(Draft::default().repaired(record, &[]))], None, true);
    };
    let below = cuts(audit, tree, |name| name == domain || ours(name));
    let cut = below.get(&domain).cloned().unwrap_or_default();
    let new = Draft { soft: cut.soft, ..Draft::default() }.repaired(record, &cut.terms);
    let mut changes = vec![own(new)];
    for (name, cuts) in below.iter().filter(|(name, _)| **name != domain) {
        let new = without(&cuts.record, &cuts.terms);
        changes.push(Change { name: name.clone(), old: vec![cuts.record.clone()], new });
    }
    let shorter = Record::parse(&changes[0].new).map(|record| shorten(audit, tree, &record, &below));
    let Ok(shorter) = shorter else { return done(changes, None, true) };
    if let Some((first, parts)) = shorter.records.split_first() {
        changes[0].new.clone_from(&first.value);
        let part = |record: &super::DnsRecord| Change {
            name: record.name.clone(),
            old: Vec::new(),
            new: record.value.clone(),
        };
        changes.extend(parts.iter().map(part));
    }
    // A tree that was not seen whole has at least these lookups.
    done(changes, Some(shorter.lookups), shorter.fits && shorter.short)
}

fn done(mut changes: Vec<Change>, lookups: Option<u32>, fits: bool) -> MendedSpf {
    changes.retain(|change| change.old != [change.new.clone()]);
    MendedSpf { changes, lookups, fits }
}

/// The words of a record behind its version.
fn words(record: &str) -> impl Iterator<Item = &str> {
    record.split(' ').skip(1).filter(|word| !word.is_empty())
}

fn term(word: &str) -> Option<TermKind> {
    Some(Record::parse(&format!("v=spf1 {word}")).ok()?.terms.into_iter().next()?.kind)
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

/// The record with common slips mended; what still can't be read stays.
fn readable(record: &str) -> String {
    let words = words(record).map(|word| respelled(word).unwrap_or_else(|| word.to_owned()));
    std::iter::once("v=spf1".to_owned()).chain(words).collect::<Vec<_>>().join(" ")
}

/// A record on the way to be mended.
#[derive(Default)]
struct Draft {
    kept: Vec<(String, TermKind)>,
    end: Option<Qualifier>,
    /// `-all` becomes `~all`.
    soft: bool,
    dropped: bool,
    ptr: bool,
}

impl Draft {
    /// A domain's own record, mended.
    fn repaired(mut self, record: &str, cut: &[String]) -> String {
        for word in words(record) {
            match respelled(word) {
                _ if cut.iter().any(|term| term == word) => self.dropped = true,
                Some(word) => self.take(word),
                // Whose term goes is not refused outright, in case somebody does send.
                None => (self.soft, self.dropped) = (true, true),
            }
        }
        let text = self.written();
        // Terms that are fine one by one can still clash (two redirects).
        if Record::parse(&text).is_ok() { text } else { Self::default().repaired(&merge_spf(&[text]).record, &[]) }
    }

    fn take(&mut self, word: String) {
        let Some(kind) = term(&word) else { return };
        match &kind {
            TermKind::Directive { qualifier, mechanism: Mechanism::All } => self.end = self.end.or(Some(*qualifier)),
            // Behind `all` nothing is reached, and it must not begin to count.
            TermKind::Directive { .. } if self.end.is_some() => self.dropped = true,
            TermKind::Directive { mechanism: Mechanism::Ptr { .. }, .. } => (self.ptr, self.dropped) = (true, true),
            kind if kind.allows_everyone() => (self.soft, self.dropped) = (true, true),
            _ => self.kept.push((word, kind)),
        }
    }

    fn written(mut self) -> String {
        let redirect = |(_, kind): &(String, TermKind)| matches!(kind, TermKind::Modifier(Modifier::Redirect { .. }));
        if self.end.is_some() {
            self.kept.retain(|term| !redirect(term));
        }
        let own = |(_, kind): &(String, TermKind)| {
            matches!(kind, TermKind::Directive { qualifier: Qualifier::Pass, mechanism }
            if matches!(mechanism, Mechanism::A { .. } | Mechanism::Mx { .. } | Mechanism::Ip4 { .. } | Mechanism::Ip6 { .. }))
        };
        let strict = self.end == Some(Qualifier::Fail) && !self.soft;
        let nobody = self.kept.iter().all(|(_, kind)| matches!(kind, TermKind::Modifier(_)))
            && !self.kept.iter().any(redirect)
            && (self.dropped || !strict);
        let mut terms = vec!["v=spf1".to_owned()];
        // `ptr` stood for servers of one's own, mostly those of web and mail.
        if nobody || (self.ptr && !self.kept.iter().any(own)) {
            terms.extend(["a".to_owned(), "mx".to_owned()]);
        }
        let led = self.kept.iter().any(redirect);
        let (directives, modifiers): (Vec<_>, Vec<_>) =
            self.kept.into_iter().partition(|(_, kind)| matches!(kind, TermKind::Directive { .. }));
        terms.extend(directives.into_iter().map(|(word, _)| word));
        match self.end {
            _ if strict => terms.push("-all".to_owned()),
            None if led => {}
            _ => terms.push("~all".to_owned()),
        }
        terms.extend(modifiers.into_iter().map(|(word, _)| word));
        terms.join(" ")
    }
}

/// A record that others include, without some terms and without what can't be read; its end means nothing there.
fn without(record: &str, cut: &[String]) -> String {
    let kept = words(record).filter(|word| !cut.iter().any(|term| term == word)).filter_map(respelled);
    let text = std::iter::once("v=spf1".to_owned()).chain(kept).collect::<Vec<_>>().join(" ");
    if Record::parse(&text).is_ok() { text } else { merge_spf(&[text]).record }
}

impl Record {
    /// The term by which everybody may send; terms behind the first `all` are never reached (RFC 7208 §5.1).
    #[must_use]
    pub fn opening(&self) -> Option<&Term> {
        let end = self.directives().position(|(_, _, mechanism)| *mechanism == Mechanism::All);
        let reached = self.directives().take(end.map_or(usize::MAX, |end| end + 1));
        reached.map(|(term, ..)| term).find(|term| term.kind.allows_everyone())
    }
}

impl TermKind {
    /// Whether the term lets every IPv4 or every IPv6 address send.
    #[must_use]
    pub fn allows_everyone(&self) -> bool {
        let Self::Directive { qualifier: Qualifier::Pass, mechanism } = self else { return false };
        match mechanism {
            Mechanism::All => true,
            Mechanism::Ip4 { prefix, .. } | Mechanism::Ip6 { prefix, .. } => *prefix == 0,
            Mechanism::A { cidr, .. } | Mechanism::Mx { cidr, .. } => cidr.ip4 == Some(0) || cidr.ip6 == Some(0),
            Mechanism::Include { .. } | Mechanism::Ptr { .. } | Mechanism::Exists { .. } => false,
        }
    }
}

/// Cuts by the name of the record that holds them.
pub(super) type AllCuts = BTreeMap<String, Cuts>;
