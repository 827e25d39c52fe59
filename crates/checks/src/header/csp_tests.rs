//! Questions to policies, answered as browsers do.
#![allow(clippy::unwrap_used)]
use super::*;

fn csp(text: &str) -> Csp {
    let (page, thresholds, declared) = (sample::page(), sample::thresholds(), sample::declared());
    let cx = Cx { at: sample::now(), subject: &page, thresholds: &thresholds, declared: &declared };
    let Page { answer } = sample::page_with_header("content-security-policy", text);
    Csp::of(&cx, &answer.unwrap()).unwrap()
}

#[test]
fn questions_are_answered_as_browsers_do() {
    let open = csp("default-src 'self' 'unsafe-inline'");
    assert!(open.runs_inline() && !open.runs_eval() && !open.runs_script_of("https://stranger.example/x.js"));
    // A nonce makes browsers ignore 'unsafe-inline'; strict-dynamic makes them ignore hosts.
    let modern = csp("script-src 'nonce-abcdefgh' 'strict-dynamic' 'unsafe-inline' https:");
    assert!(!modern.runs_inline() && !modern.runs_script_of("https://stranger.example/x.js"));
    assert!(csp("img-src 'self'").runs_inline());
    assert!(csp("script-src https:").runs_script_of("https://stranger.example/x.js"));
    // Every policy must agree.
    assert!(!csp("default-src *, script-src 'none'").runs_script_of("https://stranger.example/x.js"));
    assert!(csp("script-src 'self'").allows_base("https://stranger.example/"));
    assert!(!csp("base-uri 'none'").allows_base("https://stranger.example/"));
}
