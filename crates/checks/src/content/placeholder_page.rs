//! A page shows what was there before the real text.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "content/placeholder-page",
    summary: "A page still shows its placeholder",
    docs: "The title of a scaffold (\"Vite + React\", \"Create Next App\") or filler text (\"Lorem ipsum dolor …\") \
           on a page that customers see says that nobody looked at it in the end. Titles show in search results, \
           bookmarks and shared links.\n\n\
           It fails for titles that scaffolds give and for the filler text itself.",
    subject: SubjectKind::Page,
    stage: Stage::QuickAudit,
    severity: Severity::Medium,
    effort_minutes: 10,
    mission: &["M1.12"],
    source: Source::unread("own judgement"),
    needs: &["exposure/default-page", "reach/server-error"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, page: &Page) -> Verdict {
    let html = match &page.answer {
        Ok(answer) => answer.html.as_ref(),
        Err(failure) => return Verdict::not_applicable(failure.words()),
    };
    let Some(html) = html else { return Verdict::not_applicable("the answer is no HTML page") };
    let Some(placeholder) = &html.placeholder else { return Verdict::Pass };
    let url = &cx.subject.name;
    Verdict::fail(
        Finding::new(format!("{} still shows its placeholder", text::shorten(url, 42)))
            .observed(text::quote(placeholder, 80))
            .expected("your own words")
            .consequence("Search results, bookmarks and shared links show filler instead of your name.")
            .remedy(Remedy::Edit {
                file: format!("the template of {url}"),
                line: 0,
                text: format!("<title>{}</title>", cx.declared.label),
            })
            .reproduce(format!("curl -s {} | grep -iE '<title>|lorem ipsum'", shell::quoted(url)))
            .cause(cx.host()),
    )
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let with = |change: fn(&mut Html)| sample::page_with(|a| change(a.html.get_or_insert_default()));
    vec![
        Case::passes("its own title", page).seen(with(|_| ())),
        Case::fails("a scaffold's title", page).seen(with(|h| h.placeholder = Some("the title \"Vite App\"".into()))),
        Case::does_not_apply("JSON", page).seen(sample::page_with(|a| a.html = None)),
    ]
}
