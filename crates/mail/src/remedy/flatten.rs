//! An SPF record with fewer lookups: includes that hold nothing but networks are replaced by these networks.

use std::net::IpAddr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::DnsRecord;
use super::mend_spf::AllCuts;
use crate::spf::{
    Audit, AuditKind, Mechanism, Modifier, Node, NodeTerm, Qualifier, Record, Term, TermKind, in_network,
};

/// The most lookups (RFC 7208 §4.6.4).
const MOST_LOOKUPS: u32 = 10;
/// Lookups at which one service can still add some of its own.
const EASY_LOOKUPS: u32 = 7;
/// The longest record that fits an answer for certain, in bytes (RFC 7208 §3.4).
const LONGEST_RECORD: usize = 450;

/// Records with fewer lookups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Flattened {
    /// The record of the domain first, then those it includes.
    pub records: Vec<DnsRecord>,
    /// Lookups of the result.
    pub lookups: u32,
    /// Whether these are within the limit; if not, a sender should get a subdomain of its own.
    pub fits: bool,
    /// Terms that were replaced by their networks.
    pub inlined: Vec<String>,
    /// Terms that were dropped because they lead nowhere.
    pub removed: Vec<String>,
    /// What is lost; lower case, no full stop.
    pub loses: Vec<String>,
}

/// The domain's record with as few includes replaced as it takes. Only includes that hold nothing but `ip4` and `ip6`
/// that pass are replaced; who else may send stays the same as on the day of the audit.
///
/// # Errors
/// Why there is nothing to work with, in words: no single record, a faulty one, or an audit that did not see all.
pub fn flatten_spf(audit: &Audit) -> Result<Flattened, String> {
    let tree = audit.tree.as_ref().ok_or("there is not exactly one record, publish one first")?;
    if !audit.complete {
        return Err("not every record could be read, try again".to_owned());
    }
    let record = Record::parse(&tree.record).map_err(|_| "the record is faulty, correct it first".to_owned())?;
    let mut removed = Vec::new();
    let mut pieces = Vec::new();
    for piece in pieces_of(&record, tree, &AllCuts::new()) {
        match is_dead(audit, &piece) {
            true => removed.push(piece.text),
            false => pieces.push(piece),
        }
    }
    shrink(&mut pieces, MOST_LOOKUPS);
    let mut flat = built(tree, pieces);
    flat.removed = removed;
    Ok(flat)
}

/// What a mended record becomes within the limits.
pub(super) struct Shorter {
    /// The record of the domain first, then those it includes.
    pub records: Vec<DnsRecord>,
    pub lookups: u32,
    /// Whether the lookups are within the limit.
    pub fits: bool,
    /// Whether each record is short enough.
    pub short: bool,
}

/// A mended `record` within the limits, as far as that can be: includes replaced where there are too many lookups,
/// networks in records of their own where it is too long. `cuts` go from the records below.
pub(super) fn shorten(audit: &Audit, tree: &Node, record: &Record, cuts: &AllCuts) -> Shorter {
    let mut pieces = pieces_of(record, tree, cuts);
    if audit.complete && cost(&pieces) > MOST_LOOKUPS {
        shrink(&mut pieces, EASY_LOOKUPS);
    }
    if assemble(&pieces, written).len() > LONGEST_RECORD {
        pieces = gathered(pieces);
    }
    let flat = built(tree, pieces);
    let short = flat.records.iter().all(|record| record.value.len() <= LONGEST_RECORD);
    Shorter { records: flat.records, lookups: flat.lookups, fits: flat.fits, short }
}

/// The networks of one's own in one piece that can move to a record of its own; only where the order of terms makes no
/// difference, as all of them pass.
fn gathered(pieces: Vec<Piece>) -> Vec<Piece> {
    let directive = |piece: &Piece| !piece.is_modifier && !piece.is_all;
    if pieces.iter().any(|piece| directive(piece) && piece.qualifier != Qualifier::Pass) {
        return pieces;
    }
    let (own, mut rest): (Vec<Piece>, Vec<Piece>) = pieces.into_iter().partition(|piece| piece.own.is_some());
    let networks: Vec<Net> = own.iter().filter_map(|piece| piece.own).collect();
    if !networks.is_empty() {
        let text = own.into_iter().map(|piece| piece.text).collect::<Vec<_>>().join(" ");
        let at = rest.iter().position(|piece| !directive(piece)).unwrap_or(rest.len());
        rest.insert(at, Piece { networks: Some(networks), inlined: true, moved: true, ..Piece::of(text) });
    }
    rest
}

/// A term of the record.
struct Piece {
    text: String,
    start: usize,
    cost: u32,
    qualifier: Qualifier,
    /// The networks that could stand for it.
    networks: Option<Vec<Net>>,
    /// The `all` that goes with a redirect.
    end: Option<Qualifier>,
    inlined: bool,
    is_all: bool,
    is_modifier: bool,
    /// The network that it is.
    own: Option<Net>,
    /// Networks of one's own, not those behind an include.
    moved: bool,
}

impl Piece {
    fn of(text: String) -> Self {
        let (qualifier, networks, end, own) = (Qualifier::Pass, None, None, None);
        let (inlined, is_all, is_modifier, moved) = (false, false, false, false);
        Self { text, start: 0, cost: 0, qualifier, networks, end, inlined, is_all, is_modifier, own, moved }
    }
}

type Net = (IpAddr, u8);

/// The terms of a record with what the walk saw behind them.
fn pieces_of(record: &Record, tree: &Node, cuts: &AllCuts) -> Vec<Piece> {
    let has_all = record.all().is_some();
    let mut pieces = Vec::new();
    let mut ended = false;
    for term in &record.terms {
        let seen = tree.terms.iter().find(|seen| means(seen, term));
        // A term that the walk did not see was put in by a mend and costs what it costs by itself.
        let cost = seen.map_or(u32::from(term.kind.costs_a_lookup()), |seen| price(seen, cuts));
        let is_modifier = matches!(term.kind, TermKind::Modifier(_));
        let mut piece = Piece { start: term.span.start, cost, is_modifier, ..Piece::of(term.to_string()) };
        let behind = || seen.and_then(|seen| seen.node.as_ref());
        match &term.kind {
            TermKind::Directive { .. } if ended => continue,
            TermKind::Directive { qualifier, mechanism } => {
                piece.qualifier = *qualifier;
                piece.is_all = *mechanism == Mechanism::All;
                ended = piece.is_all;
                piece.own = own(mechanism);
                if matches!(mechanism, Mechanism::Include { .. }) {
                    piece.networks = behind().and_then(|node| networks_of(node, 0));
                }
            }
            TermKind::Modifier(Modifier::Redirect { .. }) if has_all => continue,
            TermKind::Modifier(Modifier::Redirect { .. }) => {
                piece.networks = behind().and_then(|node| networks_of(node, 0));
                piece.end = behind().and_then(Node::end);
            }
            TermKind::Modifier(_) => {}
        }
        pieces.push(piece);
    }
    pieces
}

fn own(mechanism: &Mechanism) -> Option<Net> {
    match mechanism {
        Mechanism::Ip4 { address, prefix } => Some((IpAddr::V4(*address), *prefix)),
        Mechanism::Ip6 { address, prefix } => Some((IpAddr::V6(*address), *prefix)),
        _ => None,
    }
}

/// Whether the walk saw this very term, in whatever spelling.
fn means(seen: &NodeTerm, term: &Term) -> bool {
    let terms = Record::parse_lenient(&format!("v=spf1 {}", seen.term)).0;
    terms.first().is_some_and(|same| same.kind == term.kind)
}

/// Lookups of a term and all below it, without those that are cut.
fn price(seen: &NodeTerm, cuts: &AllCuts) -> u32 {
    let Some(node) = &seen.node else { return seen.cost };
    let own = seen.cost.saturating_sub(node.lookups);
    let cut = cuts.get(&node.domain).map_or(&[][..], |cuts| &cuts.terms);
    own + node.terms.iter().filter(|term| !cut.contains(&term.term)).map(|term| price(term, cuts)).sum::<u32>()
}

/// The networks of a record that holds nothing else; none if it does, or if it ends by letting everyone pass.
fn networks_of(node: &Node, depth: usize) -> Option<Vec<Net>> {
    const DEEPEST: usize = 30;
    let record = Record::parse(&node.record).ok().filter(|_| depth < DEEPEST)?;
    let below = |start: usize| {
        let seen = node.terms.iter().find(|seen| seen.span.start == start)?;
        networks_of(seen.node.as_ref()?, depth + 1)
    };
    let mut networks = Vec::new();
    for term in &record.terms {
        match &term.kind {
            TermKind::Directive { qualifier, mechanism: Mechanism::All } => {
                return (*qualifier != Qualifier::Pass).then_some(networks);
            }
            // A sign other than + takes some senders out again: networks can't say that.
            TermKind::Directive { qualifier, .. } if *qualifier != Qualifier::Pass => return None,
            TermKind::Directive { mechanism, .. } => match mechanism {
                Mechanism::Ip4 { address, prefix } => networks.push((IpAddr::V4(*address), *prefix)),
                Mechanism::Ip6 { address, prefix } => networks.push((IpAddr::V6(*address), *prefix)),
                Mechanism::Include { .. } => networks.extend(below(term.span.start)?),
                _ => return None,
            },
            TermKind::Modifier(Modifier::Redirect { .. }) if record.all().is_none() => {
                // Comes last, whatever its place.
                networks.extend(below(term.span.start)?);
            }
            TermKind::Modifier(_) => {}
        }
    }
    Some(networks)
}

/// Whether the term leads to no record or finds nothing.
fn is_dead(audit: &Audit, piece: &Piece) -> bool {
    audit.problems.iter().any(|problem| {
        matches!(problem.kind, AuditKind::DeadTarget | AuditKind::Void | AuditKind::Loop)
            && problem.path.len() == 1
            && problem.at.start == piece.start
            && !problem.at.is_empty()
    })
}

fn cost(pieces: &[Piece]) -> u32 {
    pieces.iter().filter(|piece| !piece.inlined).map(|piece| piece.cost).sum()
}

/// Replaces includes until the lookups fit: the dearest first, then those with the fewest networks.
fn shrink(pieces: &mut [Piece], most: u32) {
    loop {
        if cost(pieces) <= most {
            return;
        }
        let candidates = pieces.iter_mut().filter(|piece| !piece.inlined && piece.networks.is_some());
        let size = |piece: &Piece| piece.networks.as_ref().map_or(0, Vec::len);
        let best = candidates.max_by_key(|piece| (piece.cost, usize::MAX - size(piece)));
        match best {
            Some(piece) => piece.inlined = true,
            None => return,
        }
    }
}

fn built(tree: &Node, pieces: Vec<Piece>) -> Flattened {
    let own = cost(&pieces);
    let replaced = pieces.iter().filter(|piece| piece.inlined && !piece.moved);
    let inlined: Vec<String> = replaced.map(|piece| piece.text.clone()).collect();
    let mut loses: Vec<String> = inlined.iter().map(|term| format!(
        "{term} no longer follows its owner: mail from a server added there later fails until you copy it here, so look every week"
    )).collect();
    let long = assemble(&pieces, written);
    let (mut records, mut lookups) = (vec![DnsRecord::txt(&tree.domain, &long)], own);
    if long.len() > LONGEST_RECORD && pieces.iter().any(|piece| piece.inlined) {
        let split = split(tree, &pieces);
        let with_parts = own + u32::try_from(split.len() - 1).unwrap_or(u32::MAX);
        // A long record only needs TCP; too many lookups break it for everyone.
        if with_parts <= MOST_LOOKUPS || own > MOST_LOOKUPS {
            (records, lookups) = (split, with_parts);
        } else {
            loses.push(format!(
                "the record has {} bytes and needs DNS over TCP, which nearly all receivers have",
                long.len()
            ));
        }
    }
    Flattened { records, lookups, fits: lookups <= MOST_LOOKUPS, inlined, removed: Vec::new(), loses }
}

/// The domain's record, and records `_spf1`, `_spf2`, … that hold the networks. Names that hold a record already are
/// left alone.
fn split(tree: &Node, pieces: &[Piece]) -> Vec<DnsRecord> {
    let domain = &tree.domain;
    let mut free = (1..).map(|n| format!("_spf{n}.{domain}")).filter(|name| !holds(tree, name));
    let mut parts: Vec<DnsRecord> = Vec::new();
    let main = assemble(pieces, |networks, sign| {
        let mut includes = Vec::new();
        for chunk in chunked(&written(networks, Qualifier::Pass)) {
            let Some(name) = free.next() else { break };
            includes.push(format!("{}include:{name}", signed(sign)));
            parts.push(DnsRecord::txt(name, format!("v=spf1 {} -all", chunk.join(" "))));
        }
        includes
    });
    parts.insert(0, DnsRecord::txt(domain, main));
    parts
}

fn holds(node: &Node, name: &str) -> bool {
    node.domain == name || node.terms.iter().filter_map(|term| term.node.as_ref()).any(|below| holds(below, name))
}

/// The record; `replace` writes the networks of an inlined piece.
fn assemble(pieces: &[Piece], mut replace: impl FnMut(&[Net], Qualifier) -> Vec<String>) -> String {
    let mut terms = vec!["v=spf1".to_owned()];
    let mut last = Vec::new();
    for piece in pieces {
        match &piece.networks {
            Some(networks) if piece.inlined => {
                let replaced = replace(&distinct(networks), piece.qualifier);
                let end = piece.end.map(|sign| format!("{}all", signed(sign)));
                // What a redirect says comes last, wherever it stands.
                let place = if piece.text.starts_with("redirect=") { &mut last } else { &mut terms };
                place.extend(replaced);
                place.extend(end);
            }
            _ => terms.push(piece.text.clone()),
        }
    }
    terms.append(&mut last);
    terms.join(" ")
}

/// Without networks that lie within others.
fn distinct(networks: &[Net]) -> Vec<Net> {
    let mut distinct: Vec<Net> = Vec::new();
    let inside = |(address, prefix): Net, (outer, wide): Net| wide <= prefix && in_network(address, outer, wide);
    for network in networks {
        if distinct.iter().any(|outer| inside(*network, *outer)) {
            continue;
        }
        distinct.retain(|inner| !inside(*inner, *network));
        distinct.push(*network);
    }
    distinct
}

fn written(networks: &[Net], sign: Qualifier) -> Vec<String> {
    let term = |(address, prefix): &Net| {
        let mechanism = match *address {
            IpAddr::V4(address) => Mechanism::Ip4 { address, prefix: *prefix },
            IpAddr::V6(address) => Mechanism::Ip6 { address, prefix: *prefix },
        };
        TermKind::Directive { qualifier: sign, mechanism }.to_string()
    };
    networks.iter().map(term).collect()
}

fn signed(sign: Qualifier) -> String {
    match sign {
        Qualifier::Pass => String::new(),
        other => other.to_string(),
    }
}

/// Groups of terms that fit one record each.
fn chunked(terms: &[String]) -> Vec<Vec<String>> {
    let frame = "v=spf1  -all".len();
    let mut chunks: Vec<Vec<String>> = Vec::new();
    let mut length = usize::MAX;
    for term in terms {
        if length.saturating_add(term.len() + 1) > LONGEST_RECORD {
            chunks.push(Vec::new());
            length = frame;
        }
        length += term.len() + 1;
        if let Some(last) = chunks.last_mut() {
            last.push(term.clone());
        }
    }
    chunks
}
