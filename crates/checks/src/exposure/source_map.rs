//! The source of the app's scripts can be downloaded.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "exposure/source-map",
    summary: "Source maps of the app can be downloaded",
    docs: "A source map gives back the program as it was written, with comments, file names and whatever stands in \
           unused files. Error trackers need it, visitors don't: upload it there and leave it out of the deploy.\n\n\
           Two of the front page's own scripts are read; a map counts when it is served and begins as one.",
    subject: SubjectKind::Site,
    stage: Stage::Security,
    severity: Severity::Medium,
    effort_minutes: 15,
    mission: &["M3.05"],
    source: Source::unread("ASVS 5.0 13.4.7"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, crawl: &Crawl) -> Verdict {
    let site = &cx.subject.name;
    if crawl.scripts.is_empty() {
        return Verdict::not_applicable("the site shows no page with scripts");
    }
    let findings = crawl.scripts.iter().filter_map(|script| {
        let found = script.source_map.as_ref()?;
        let path = text::shorten(script.url.strip_prefix(site.as_str()).unwrap_or(&script.url), 40);
        Some(
            Finding::new(format!("The source of {site}{path} can be downloaded"))
                .observed(format!("{} begins with {}", found.url, found.proof))
                .expected("404")
                .consequence("Anyone can read your program as you wrote it, comments included.")
                .remedy(Remedy::Edit {
                    file: "the build settings (Vite: build.sourcemap, Next.js: productionBrowserSourceMaps)".into(),
                    line: 0,
                    text: "sourcemap: 'hidden'  // and delete *.map from the deploy".into(),
                })
                .reproduce(format!("curl -s -r 0-200 {}", shell::quoted(&found.url)))
                .key(script.url.clone())
                .cause(script.url.clone()),
        )
    });
    Verdict::of(findings.collect())
}

fn cases() -> Vec<Case> {
    let site = &sample::site();
    let script = |change: fn(&mut ScriptLook)| {
        let mut look = ScriptLook {
            url: "https://app.acme.example/app.js".into(),
            local_address: None,
            test_key: None,
            source_map: None,
        };
        change(&mut look);
        Crawl { asked: Vec::new(), scripts: vec![look], left_out: 0 }
    };
    let none = || Crawl { asked: Vec::new(), scripts: Vec::new(), left_out: 0 };
    vec![
        Case::passes("no map", site).seen(script(|_| ())),
        Case::fails("a map", site).seen(script(|s| {
            s.source_map =
                Some(SourceMap { url: "https://app.acme.example/app.js.map".into(), proof: "\"sources\"".into() });
        })),
        Case::does_not_apply("no page", site).seen(none()),
    ]
}
