//! Decision 24: a remedy that names records or headers is applied as printed, and the row then passes.
#![allow(clippy::unwrap_used)]

mod support;

use lab::{FAULTS, World};
use model::{Remedy, Verdict};
use support::audit_planted;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn doing_what_the_fix_prints_makes_the_row_pass() {
    let mut tried = 0;
    // What people are told to do, nobody applies here.
    for planted in FAULTS.iter().filter(|p| !p.check.starts_with("people/")) {
        let mut world = World::fixed();
        world.plant(planted.fault);
        let before = audit_planted(world.clone(), planted).await;
        let Verdict::Fail(findings) = before.row(planted.check, planted.subject).clone() else {
            panic!("{:?} does not fail", planted.fault)
        };
        if !apply(&mut world, &findings[0].remedy) {
            continue;
        }
        tried += 1;
        // A fix in steps is done when the next of them is due.
        if let Remedy::SetDns { later, .. } = &findings[0].remedy
            && let Some(next) = later.first()
        {
            world.set_record(&next.record.name, &next.record.kind, &next.record.value);
        }
        let after = audit_planted(world, planted).await;
        let verdict = after.judged.iter().find(|r| r.info.id == planted.check && r.subject.name == planted.subject);
        // A host whose only record was deleted is gone, and with it the row.
        let verdict = verdict.map_or(Verdict::Pass, |r| r.verdict.clone());
        assert!(
            matches!(verdict, Verdict::Pass | Verdict::NotApplicable(_)),
            "{:?}: after {:?} it is still {verdict:?}",
            planted.fault,
            findings[0].remedy.lines()
        );
    }
    assert!(tried >= 10, "only {tried} remedies could be applied");
}

/// Applies what can be applied to the lab; false for what a person must do.
fn apply(world: &mut World, remedy: &Remedy) -> bool {
    match remedy {
        Remedy::SetDns { set, delete, .. } => {
            for r in delete {
                let value = Some(r.value.as_str()).filter(|v| !v.is_empty());
                world.unpublish(&r.name, &r.kind, value);
            }
            for r in set {
                world.publish(&r.name, &r.kind, &r.value, r.ttl);
            }
            true
        }
        Remedy::SetHeader { host, name, value } => {
            world.set_header(host, name, Some(value));
            true
        }
        _ => false,
    }
}
