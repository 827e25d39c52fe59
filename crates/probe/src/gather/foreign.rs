//! What a site makes of names that are not its own.

use super::exposed::moved;
use super::origin_of;
use crate::http::Request;
use crate::look::{Gather, Look};
use http::Method;
use model::facts::ForeignNames;
use model::{Level, Seen, Subject};

impl Gather for ForeignNames {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        look.needs_level(Level::Safe)?;
        let origin = origin_of(subject)?;
        let mut seen = Self { forwarded_in: None, foreign_status: None, foreign_gets_home: false, trace: false };
        let front = super::url(&origin, "/")?;
        let home = look.visit(&front).await?;
        let Ok(home) = home.as_ref() else { return Ok(seen) };
        if !origin.tls || moved(home, &origin) {
            return Ok(seen);
        }
        let stranger = format!("{}.stranger.example", look.nonce());
        // A query of our own: what a cache keeps of the answer is only ours.
        let mut own = front.clone();
        own.set_query(Some(&format!("lr={}x", look.nonce())));
        let forged = Request::get(own.clone()).header("x-forwarded-host", stranger.clone());
        if let Ok(answer) = look.fetch_raw(forged).await? {
            let location = answer.header("location").is_some_and(|l| l.contains(&stranger));
            let page = || String::from_utf8_lossy(&answer.body).contains(&format!("//{stranger}"));
            seen.forwarded_in = if location { Some("Location".into()) } else { page().then(|| "the page".into()) };
        }
        if let Ok(answer) = look.fetch_raw(Request::get(own).header("host", stranger)).await? {
            seen.foreign_status = Some(answer.status);
            seen.foreign_gets_home = answer.status == 200 && home.status == 200 && answer.body == home.body;
        }
        let trace = Request { method: Method::TRACE, ..Request::get(front) };
        if let Ok(answer) = look.fetch_raw(trace).await? {
            seen.trace = answer.status == 200 && answer.body.starts_with(b"TRACE / HTTP/1.");
        }
        Ok(seen)
    }
}
