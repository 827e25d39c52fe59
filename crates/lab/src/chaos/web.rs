//! Web servers that misbehave.

use super::{Chaos, noise};
use flate2::{Compress, Compression, FlushCompress};
use std::io;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// A mebibyte of zeros, this many times, is what the bomb unpacks to.
const BOMB_MEBIBYTES: usize = 10 * 1024;

impl Chaos {
    /// Does it show before TLS? Otherwise the handshake on 443 succeeds first.
    pub(crate) fn below_tls(self) -> bool {
        matches!(self, Self::Refuse | Self::Hang | Self::HalfClose | Self::Garbage | Self::TlsGarbage)
    }

    /// Does it do anything on a web port?
    pub(crate) fn concerns_web(self) -> bool {
        !matches!(self, Self::WrongId | Self::HugeTxt | Self::AlwaysTruncated | Self::ServerFailure)
    }
}

/// Misbehaves on one connection until the other side leaves.
pub(crate) async fn misbehave<S>(chaos: Chaos, host: &str, tls: bool, mut stream: S) -> io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    match chaos {
        Chaos::HalfClose => {
            stream.shutdown().await?;
            drain(&mut stream).await
        }
        Chaos::Garbage => {
            stream.write_all(&noise(16 * 1024)).await?;
            stream.shutdown().await
        }
        Chaos::TlsGarbage => {
            // handshake, TLS 1.2, 16,384 octets
            stream.write_all(&[0x16, 0x03, 0x03, 0x40, 0x00]).await?;
            stream.write_all(&noise(16 * 1024)).await?;
            drain(&mut stream).await
        }
        Chaos::OneByteASecond => {
            request(&mut stream).await?;
            for byte in
                b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 26\r\n\r\n<p>The page is slow.</p>\r\n"
            {
                stream.write_all(&[*byte]).await?;
                stream.flush().await?;
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            Ok(())
        }
        Chaos::EndlessHeaders => {
            request(&mut stream).await?;
            stream.write_all(b"HTTP/1.1 200 OK\r\n").await?;
            let lines: String = (0..64).map(|n| format!("x-filler-{n}: {}\r\n", "y".repeat(100))).collect();
            repeat(&mut stream, lines.as_bytes(), usize::MAX).await
        }
        Chaos::EndlessBody => {
            request(&mut stream).await?;
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<!doctype html>").await?;
            repeat(&mut stream, "<p>And another thing.</p>\n".repeat(400).as_bytes(), usize::MAX).await
        }
        Chaos::GzipBomb => {
            request(&mut stream).await?;
            let head = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-encoding: gzip\r\n\r\n";
            stream.write_all(head).await?;
            stream.write_all(&[0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]).await?;
            repeat(&mut stream, &zeros()?, BOMB_MEBIBYTES).await
        }
        Chaos::GrowingRedirect => {
            let path = request(&mut stream).await?;
            let scheme = if tls { "https" } else { "http" };
            let answer = format!(
                "HTTP/1.1 302 Found\r\nlocation: {scheme}://{host}{path}{}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
                "/again".repeat(1 + path.len() / 6)
            );
            stream.write_all(answer.as_bytes()).await?;
            stream.shutdown().await
        }
        _ => drain(&mut stream).await,
    }
}

/// Reads a request head and gives its path.
async fn request<S: AsyncRead + Unpin>(stream: &mut S) -> io::Result<String> {
    let mut head = Vec::new();
    let mut buffer = [0; 4096];
    while !head.windows(4).any(|w| w == b"\r\n\r\n") {
        let n = stream.read(&mut buffer).await?;
        if n == 0 || head.len() > 1 << 20 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        head.extend(buffer.iter().take(n));
    }
    let text = String::from_utf8_lossy(&head);
    Ok(text.split(' ').nth(1).unwrap_or("/").trim_end_matches('/').to_owned())
}

async fn repeat<S: AsyncWrite + Unpin>(stream: &mut S, piece: &[u8], times: usize) -> io::Result<()> {
    for _ in 0..times {
        stream.write_all(piece).await?;
    }
    stream.shutdown().await
}

async fn drain<S: AsyncRead + Unpin>(stream: &mut S) -> io::Result<()> {
    let mut buffer = [0; 4096];
    while stream.read(&mut buffer).await? > 0 {}
    Ok(())
}

/// A mebibyte of zeros, deflated to about a kibibyte. A full flush ends on an octet and forgets the past, so the piece
/// can stand in the stream any number of times.
fn zeros() -> io::Result<Vec<u8>> {
    let mut out = Vec::with_capacity(8 * 1024);
    Compress::new(Compression::best(), false)
        .compress_vec(&vec![0; 1024 * 1024], &mut out, FlushCompress::Full)
        .map_err(io::Error::other)?;
    Ok(out)
}
