//! Error pages show the inside of the program.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "exposure/stack-trace",
    summary: "Error pages show the inside of the program",
    docs: "A debug page lists paths, settings, versions, and often the values of variables. It is meant for the \
           developer's screen; in public it is the map for an attack, and it proves that the app runs in debug \
           mode, which mostly switches other protections off as well.\n\n\
           A random path and one with a broken escape are asked. It fails when an error answer holds words that \
           only the debug output of a framework or language has.",
    subject: SubjectKind::Site,
    stage: Stage::Security,
    severity: Severity::High,
    level: Level::Safe,
    effort_minutes: 20,
    mission: &["M1.05", "M3.05"],
    source: Source::read("ASVS 5.0 13.4.2"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, nowhere: &Nowhere) -> Verdict {
    match &nowhere.answer {
        Ok(_) if nowhere.moved => return Verdict::not_applicable("another site stands for it"),
        Ok(_) => {}
        Err(failure) => return Verdict::not_applicable(failure.words()),
    }
    let Some(trace) = &nowhere.trace else { return Verdict::Pass };
    let site = &cx.subject.name;
    let path = trace.path.replace('…', "no-such-page");
    Verdict::fail(
        Finding::new(format!("Errors of {site} show the inside of the program"))
            .observed(format!("status {}: {} ({})", trace.status, text::quote(&trace.proof, 80), trace.by))
            .expected("a plain error page")
            .consequence("Anyone who mistypes an address reads paths, versions and settings of your program.")
            .remedy(remedy(&trace.by))
            .reproduce(format!("curl -s {} | head -c 600", shell::quoted(&format!("{site}{path}"))))
            .cause(cx.host()),
    )
}

/// How debug output is switched off where it came from.
fn remedy(by: &str) -> Remedy {
    let edit = |file: &str, text: &str| Remedy::Edit { file: file.into(), line: 0, text: text.into() };
    match by {
        "Django" => edit("settings.py", "DEBUG = False"),
        "Laravel" => edit("the environment of the app", "APP_DEBUG=false"),
        "Rails" => edit("the environment of the app", "RAILS_ENV=production"),
        "Symfony" => edit("the environment of the app", "APP_ENV=prod"),
        "Express" => edit("the environment of the app", "NODE_ENV=production"),
        "PHP" => edit("php.ini", "display_errors = Off"),
        "ASP.NET" => edit("web.config", "<customErrors mode=\"On\" />"),
        _ => Remedy::say("Start the app in its production mode, and give it an error page of its own."),
    }
}

fn cases() -> Vec<Case> {
    let site = &sample::site();
    let trace = || Trace {
        path: "/…".into(),
        status: 404,
        by: "Django".into(),
        proof: "Using the URLconf defined in <code>".into(),
    };
    vec![
        Case::passes("a plain page", site).seen(sample::nowhere(404)),
        Case::fails("Django in debug mode", site).seen(Nowhere { trace: Some(trace()), ..sample::nowhere(404) }),
        Case::does_not_apply("leads elsewhere", site).seen(Nowhere { moved: true, ..sample::nowhere(301) }),
    ]
}
