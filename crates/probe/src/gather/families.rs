//! Is a host the same over IPv4 and IPv6?

use super::pages::answer;
use crate::http::{Request, Response};
use crate::look::{Gather, Look};
use model::facts::{Addresses, Families};
use model::{Level, Origin, Seen, Subject};
use url::Url;

impl Gather for Families {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        look.needs_level(Level::Safe)?;
        let none = Self { statuses: None, titles: (None, None) };
        let addresses = look.get::<Addresses>(subject).await?;
        if addresses.v4.is_empty() || addresses.v6.is_empty() {
            return Ok(none);
        }
        let url = super::url(&Origin::https(&subject.name), "/")?;
        // Visits go over IPv4 first.
        let v4 = look.visit(&url).await?;
        let Ok(v4) = v4.as_ref() else { return Ok(none) };
        // What a dead IPv6 address is, the reach area tells.
        let Ok(v6) = look.fetch_raw(Request { over_v6: true, ..Request::get(url.clone()) }).await? else {
            return Ok(none);
        };
        Ok(Self { statuses: Some((v4.status, v6.status)), titles: (title(v4, &url), title(&v6, &url)) })
    }
}

fn title(response: &Response, url: &Url) -> Option<String> {
    answer(response, url).html?.title
}
