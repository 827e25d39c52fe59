//! Headers tell the version of the server's software.

use super::{front, set, show};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "header/version-disclosed",
    summary: "Headers tell the version of the software",
    docs: "`Server: nginx/1.18.0` or `X-Powered-By: PHP/8.1.2` tells scanners which published holes to try first, and is \
           of use to nobody else. The name alone (`nginx`) passes; so does a header that is not sent.\n\n\
           Hiding the version mends no hole: keep the software up to date as well.",
    subject: SubjectKind::Page,
    stage: Stage::Security,
    severity: Severity::Low,
    effort_minutes: 5,
    mission: &["D3.1"],
    source: Source::read("ASVS 5.0 13.4.6"),
    needs: &["exposure/default-page"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, page: &Page) -> Verdict {
    let answer = match front(cx, page) {
        Ok(answer) => answer,
        Err(verdict) => return verdict,
    };
    let host = cx.host();
    let told = ["server", "x-powered-by"].into_iter().filter_map(|name| {
        let value = answer.headers_named(name).find(|v| has_version(v))?;
        let shown = text::quote(value, 60);
        Some(
            Finding::new(format!("{host} tells the version of its software ({name})"))
                .observed(format!("{name}: {shown}"))
                .expected("a name without a version, or no header")
                .consequence("Scanners that look for one outdated version find you first.")
                .remedy(remedy(&host, name, value))
                .reproduce(show(&host, name))
                .key(name)
                .cause(format!("{host} {name}")),
        )
    });
    Verdict::of(told.collect())
}

/// A digit after a slash, or digits around a dot.
fn has_version(value: &str) -> bool {
    let bytes = value.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    (0..bytes.len()).any(|at| match bytes[at] {
        b'/' => digit(at + 1),
        b'.' => at > 0 && digit(at - 1) && digit(at + 1),
        _ => false,
    })
}

fn remedy(host: &str, name: &str, value: &str) -> Remedy {
    let product = value.split(['/', ' ']).next().unwrap_or_default().to_ascii_lowercase();
    let edit = |file: &str, text: &str| Remedy::Edit { file: file.into(), line: 0, text: text.into() };
    match product.as_str() {
        "nginx" => edit("/etc/nginx/nginx.conf, section http", "server_tokens off;"),
        "apache" => edit("/etc/apache2/conf-enabled/security.conf", "ServerTokens Prod"),
        "php" => edit("php.ini", "expose_php = Off"),
        _ => set(host, name, if product.is_empty() || has_version(&product) { "web".to_owned() } else { product }),
    }
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let with = sample::page_with_header;
    vec![
        Case::passes("a name", page).seen(with("server", "nginx")),
        Case::passes("no header", page).seen(sample::page_without("server")),
        Case::passes("a framework without version", page).seen(with("x-powered-by", "Next.js")),
        Case::fails("nginx", page).seen(with("server", "nginx/1.18.0 (Ubuntu)")),
        Case::fails("PHP", page).seen(with("x-powered-by", "PHP/8.1.2")),
        Case::fails("a version after a space", page).seen(with("x-powered-by", "Passenger 6.0.19")),
        Case::does_not_apply("no answer", page).seen(Page { answer: Err(HttpFailure::Closed) }),
    ]
}
