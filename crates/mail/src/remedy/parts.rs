//! Which terms of which records have to go, as they lead nowhere, in a circle, or to a record that does not work.

use std::ops::Range;

use super::mend_spf::AllCuts;
use crate::name::canonical;
use crate::spf::{Audit, AuditKind, AuditProblem, Node, NodeTerm};

/// What goes from one record.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Cuts {
    /// The record.
    pub record: String,
    /// Its terms, as written.
    pub terms: Vec<String>,
    /// Whether one of them stood for somebody who may send, whose mail is better not refused.
    pub soft: bool,
}

/// The most void lookups (RFC 7208 §4.6.4); so many may stay.
const MOST_VOIDS: u32 = 2;

/// What goes from each record of one's own. A record with nothing but faulty terms is named without cuts.
pub(super) fn cuts(audit: &Audit, tree: &Node, ours: impl Fn(&str) -> bool) -> AllCuts {
    let mut all = AllCuts::new();
    for problem in &audit.problems {
        let wanted = match problem.kind {
            AuditKind::DeadTarget | AuditKind::Loop => true,
            AuditKind::Void => audit.voids > MOST_VOIDS,
            // In the domain's own record others take their place.
            AuditKind::Syntax | AuditKind::SeveralRecords | AuditKind::Ptr => problem.path.len() > 1,
            _ => false,
        };
        if !wanted {
            continue;
        }
        let Some((holder, node, term)) = place(tree, problem, &ours) else { continue };
        let cuts = all.entry(holder).or_insert_with(|| Cuts { record: node.record.clone(), ..Cuts::default() });
        cuts.soft |= !matches!(problem.kind, AuditKind::Void | AuditKind::Loop);
        cuts.terms.extend(term.filter(|term| !cuts.terms.contains(term)));
    }
    all
}

/// The record of one's own that a problem is mended in, and the term that goes; none of the terms if the record itself
/// is faulty. `None` for what can't be mended so: several records of one's own at a name below.
fn place<'a>(
    tree: &'a Node,
    problem: &AuditProblem,
    ours: impl Fn(&str) -> bool,
) -> Option<(String, &'a Node, Option<String>)> {
    let depth = problem.path.iter().take_while(|name| ours(name)).count().checked_sub(1)?;
    let mut node = tree;
    for name in problem.path.get(1..=depth)? {
        match leading(node, name).and_then(|term| term.node.as_ref()) {
            Some(next) => node = next,
            None => return None,
        }
    }
    let holder = node.domain.clone();
    match (problem.path.get(depth + 1), problem.kind) {
        (Some(_), AuditKind::Void | AuditKind::Ptr) => None,
        // Everybody who looks below that term gets an error: without it the others count.
        (Some(next), _) => Some((holder, node, Some(leading(node, next)?.term.clone()))),
        (None, AuditKind::Syntax) => Some((holder, node, None)),
        (None, _) => Some((holder, node, Some(text_at(&node.record, &problem.at)?))),
    }
}

/// The term that leads to a name.
fn leading<'a>(node: &'a Node, name: &str) -> Option<&'a NodeTerm> {
    node.terms.iter().find(|term| term.term.split_once([':', '=']).is_some_and(|(_, target)| canonical(target) == name))
}

fn text_at(record: &str, at: &Range<usize>) -> Option<String> {
    record.get(at.clone()).filter(|text| !text.is_empty()).map(str::to_owned)
}
