//! A stream on which each round trip takes longer.

use crate::pace::Pace;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Holds back the first octets sent after each time something was received: that is where a network would make the
/// other side wait.
pub(crate) struct Slow<S> {
    inner: S,
    pace: Pace,
    waiting: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
    received: bool,
}

impl<S> Slow<S> {
    pub(crate) fn new(inner: S, pace: Pace) -> Self {
        Self { inner, pace, waiting: None, received: false }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Slow<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.inner).poll_read(cx, buf);
        if polled.is_ready() {
            self.received = true;
        }
        polled
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Slow<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        if std::mem::take(&mut self.received) && !self.pace.is_free() {
            let pace = self.pace.clone();
            self.waiting = Some(Box::pin(async move { pace.trip().await }));
        }
        if let Some(wait) = &mut self.waiting {
            std::task::ready!(wait.as_mut().poll(cx));
            self.waiting = None;
        }
        Pin::new(&mut self.inner).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}
