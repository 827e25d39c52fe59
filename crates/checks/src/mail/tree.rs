//! What the checks of an SPF tree share.

use crate::prelude::*;
use ::mail::spf::{Audit, AuditKind, AuditProblem, Node};

/// The walk, where there is one record to walk.
pub(super) fn walked(tree: &SpfTree) -> Result<(&Audit, &Node), Verdict> {
    match &tree.audit.tree {
        Some(node) => Ok((&tree.audit, node)),
        None if tree.audit.records.len() == 1 => Err(Verdict::Unknown(partly(&tree.audit))),
        None => Err(Verdict::not_applicable("the domain has no single SPF record")),
    }
}

/// No fault was seen: a pass if all was.
pub(super) fn clean(audit: &Audit) -> Verdict {
    if audit.complete { Verdict::Pass } else { Verdict::Unknown(partly(audit)) }
}

fn partly(audit: &Audit) -> Unknown {
    let blind = |p: &&AuditProblem| matches!(p.kind, AuditKind::Unanswered | AuditKind::Unfinished);
    let why = audit.problems.iter().find(blind).map(|p| p.message.clone());
    Unknown::new(Why::NoAnswer, why.unwrap_or_else(|| "the SPF records are more than can be read".into()))
}

/// Does a record at that name belong to the owner of the judged domain?
pub(super) fn ours(cx: &Cx, name: &str) -> bool {
    let organization = |name: &str| Name::parse(name).ok().and_then(|n| n.registrable());
    let own = organization(&cx.subject.name);
    name == cx.subject.name || (own.is_some() && organization(name) == own)
}

/// Problems of a sort in records that belong to the domain's owner: those of mail services are theirs to mend.
pub(super) fn own<'a>(cx: &Cx, audit: &'a Audit, kind: AuditKind) -> Vec<&'a AuditProblem> {
    let own = |p: &&AuditProblem| ours(cx, p.path.last().map_or("", String::as_str));
    audit.problems.iter().filter(|p| p.kind == kind).filter(own).collect()
}

/// The record that a problem stands in.
fn holder<'a>(tree: &'a Node, problem: &AuditProblem) -> &'a Node {
    let mut node = tree;
    for name in problem.path.iter().skip(1) {
        let Some(next) = node.terms.iter().filter_map(|t| t.node.as_ref()).find(|n| n.domain == *name) else { break };
        node = next;
    }
    node
}

/// The part of a record that a problem is about.
pub(super) fn term<'a>(tree: &'a Node, problem: &AuditProblem) -> Option<&'a str> {
    holder(tree, problem).record.get(problem.at.clone()).filter(|part| !part.is_empty())
}

/// The part of a record that a problem is about, with the record's holder unless that is the domain itself.
pub(super) fn place(tree: &Node, problem: &AuditProblem) -> String {
    let node = holder(tree, problem);
    let part = format!("\"{}\"", text::quote(term(tree, problem).unwrap_or(&node.record), 60));
    if problem.path.len() > 1 { format!("{part} at {}", text::quote(&node.domain, 60)) } else { part }
}

/// The places of several problems.
pub(super) fn places(tree: &Node, problems: &[&AuditProblem]) -> String {
    let shown: Vec<String> = problems.iter().take(3).map(|p| place(tree, p)).collect();
    text::list(&shown)
}

/// What each term costs: `include:_spf.google.com 4, mx 1`.
pub(super) fn costs(tree: &Node) -> String {
    let costly = tree.terms.iter().filter(|t| t.cost > 0);
    let shown: Vec<String> = costly.take(12).map(|t| format!("{} {}", text::quote(&t.term, 40), t.cost)).collect();
    shown.join(", ")
}
