//! The server gives back what it was sent (TRACE).

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "exposure/trace-method",
    summary: "The server answers TRACE",
    docs: "TRACE gives back the request, with headers that the edge added on the way: addresses inside, tokens \
           between services. No visitor needs it.\n\n\
           It fails when the answer to TRACE is 200 and repeats the request.",
    subject: SubjectKind::Site,
    stage: Stage::Security,
    severity: Severity::Low,
    level: Level::Safe,
    effort_minutes: 5,
    mission: &["D3.1"],
    source: Source::read("ASVS 5.0 13.4.4"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, names: &ForeignNames) -> Verdict {
    if !cx.subject.origin().is_some_and(|o| o.tls) {
        return Verdict::not_applicable("the site is not served over https");
    }
    if !names.trace {
        return Verdict::Pass;
    }
    let site = &cx.subject.name;
    Verdict::fail(
        Finding::new(format!("{site} gives back what it was sent (TRACE)"))
            .observed("status 200, the request as the body")
            .expected("405")
            .consequence("Headers that your edge adds on the inside become readable outside.")
            .remedy(Remedy::Edit { file: "the Apache configuration".into(), line: 0, text: "TraceEnable off".into() })
            .reproduce(format!("curl -s -X TRACE {site}/ | head -3"))
            .cause(cx.host()),
    )
}

fn cases() -> Vec<Case> {
    let site = &sample::site();
    let plain = &sample::http_site();
    let with = |change: fn(&mut ForeignNames)| {
        let mut seen =
            ForeignNames { forwarded_in: None, foreign_status: Some(421), foreign_gets_home: false, trace: false };
        change(&mut seen);
        seen
    };
    vec![
        Case::passes("refused", site).seen(with(|_| ())),
        Case::fails("repeated", site).seen(with(|n| n.trace = true)),
        Case::does_not_apply("http", plain).seen(with(|n| n.trace = true)),
    ]
}
