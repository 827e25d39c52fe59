//! Only one of apex and www leads anywhere.

use super::{nowhere, record, said};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dns/www-missing",
    summary: "Only one of the bare domain and www has an address",
    docs: "People type the domain with and without `www`, and printed cards, old links and mail programs add it. Both \
           names need an address; one of them then redirects to the other.\n\n\
           Asked only when the audited host is the bare domain or its `www`. A name that was typed or declared is told \
           by `dns/does-not-resolve` instead, an alias into the void by `dns/dangling-cname`.",
    subject: SubjectKind::Domain,
    stage: Stage::QuickAudit,
    severity: Severity::High,
    effort_minutes: 10,
    wait: Wait::Dns,
    mission: &["M1.01", "M2.02"],
    source: Source::unread("own judgement: what visitors type"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, each: Each<Addresses>) -> Verdict {
    let apex = cx.subject.name.clone();
    let www = format!("www.{apex}");
    if ![&apex, &www].contains(&&cx.declared.host) {
        return Verdict::not_applicable(format!("the audited host is neither {apex} nor {www}"));
    }
    let mut both = Vec::new();
    for name in [&apex, &www] {
        match each.of(name) {
            None => return Unknown::new(Why::NotGathered, format!("addresses of {name}")).into(),
            Some(Err(unknown)) => return unknown.clone().into(),
            Some(Ok(addresses)) => both.push((name, *addresses)),
        }
    }
    let Some((name, gone)) = both.iter().find(|(_, a)| nowhere(a)) else { return Verdict::Pass };
    if cx.meant(name) {
        return Verdict::not_applicable("dns/does-not-resolve comes first");
    }
    if !gone.aliases.is_empty() {
        return Verdict::not_applicable("the alias leads nowhere, which its own row tells");
    }
    let Some((other, there)) = both.iter().find(|(_, a)| !nowhere(a)) else {
        return Verdict::not_applicable("dns/does-not-resolve comes first");
    };
    if gone.lookup == Lookup::Refused {
        return Unknown::new(Why::NoAnswer, "the resolver refused the question").into();
    }
    let remedy = if **name == www {
        Remedy::SetDns { later: Vec::new(), set: vec![record(&www, "CNAME", format!("{apex}."))], delete: Vec::new() }
    } else if there.aliases.is_empty() {
        let v4 = there.v4.iter().map(|a| record(&apex, "A", a.to_string()));
        let v6 = there.v6.iter().map(|a| record(&apex, "AAAA", a.to_string()));
        Remedy::SetDns { later: Vec::new(), set: v4.chain(v6).collect(), delete: Vec::new() }
    } else {
        // A bare domain can't be a CNAME (RFC 1034 §3.6.2), and the platform's addresses may change.
        Remedy::say(format!(
            "At your DNS provider publish an ALIAS (also called ANAME or flattening) record:\n{apex}. ALIAS {other}."
        ))
    };
    Verdict::fail(
        Finding::new(format!("{name} has no address, only {other} does"))
            .observed(format!("{name}: {}", said(gone)))
            .expected("an address for both names")
            .consequence(format!("Visitors who type {name} get an error page of their browser."))
            .remedy(remedy)
            .reproduce(format!("dig +short {name} A; dig +short {name} AAAA")),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let (apex, www) = (&Subject::host("acme.example"), &Subject::host("www.acme.example"));
    let none = || sample::no_addresses(Lookup::NoData);
    let typed_www = |d: &mut model::Declared| d.host = "www.acme.example".into();
    let alias = || Addresses { aliases: vec![sample::name("acme.pages.example")], ..sample::addresses() };
    vec![
        Case::passes("both", domain).with(apex, sample::addresses()).with(www, sample::addresses()),
        Case::fails("no www", domain).with(apex, sample::addresses()).with(www, none()),
        Case::fails("no apex", domain).with(apex, none()).with(www, sample::addresses()).declared(typed_www),
        Case::fails("no apex, www is an alias", domain).with(apex, none()).with(www, alias()).declared(typed_www),
        Case::does_not_apply("neither", domain).with(apex, none()).with(www, none()),
        Case::does_not_apply("www is an alias into the void", domain)
            .with(apex, sample::addresses())
            .with(www, Addresses { v4: Vec::new(), lookup: Lookup::NoSuchName, ..alias() }),
        Case::does_not_apply("another host is audited", domain)
            .with(apex, sample::addresses())
            .with(www, none())
            .declared(|d| d.host = "app.acme.example".into()),
        Case::cannot_tell("www not looked at", domain).with(apex, sample::addresses()),
    ]
}
