//! DNS over UDP and TCP (RFC 1035 §4.2), on one loopback port for both so that `dig -p` can ask too.

use super::answer::{asked, authoritative, for_udp};
use super::resolver::resolve;
use super::zone::Tree;
use crate::chaos::{Chaos, dns as misbehave};
use crate::count::Counters;
use crate::pace::Pace;
use crate::world::Manner;
use hickory_proto::op::Message;
use hickory_proto::rr::RData;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::task::JoinSet;

/// What a server is.
#[derive(Debug, Clone)]
pub(crate) enum Role {
    /// One name server, with its manner.
    Authoritative(Manner),
    /// The recursive resolver.
    Resolver,
    /// A resolver with an address of its own for one name.
    MakesUp(String),
}

/// One address that answers questions.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) chaos: Option<Chaos>,
    pub(crate) tree: Arc<Tree>,
    pub(crate) counters: Counters,
    pub(crate) pace: Pace,
}

/// Starts a server and says where it listens.
pub(crate) async fn serve(server: Server, tasks: &mut JoinSet<()>) -> io::Result<SocketAddr> {
    let (tcp, udp) = bind_both().await?;
    let here = tcp.local_addr()?;
    let server = Arc::new(server);
    tasks.spawn(datagrams(Arc::clone(&server), Arc::new(udp)));
    tasks.spawn(connections(server, tcp));
    Ok(here)
}

async fn bind_both() -> io::Result<(TcpListener, UdpSocket)> {
    let mut last = None;
    for _ in 0..32 {
        let tcp = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        match UdpSocket::bind(tcp.local_addr()?).await {
            Ok(udp) => return Ok((tcp, udp)),
            // Somebody has that number for UDP: try the next.
            Err(error) => last = Some(error),
        }
    }
    Err(last.unwrap_or_else(|| io::ErrorKind::AddrInUse.into()))
}

async fn datagrams(server: Arc<Server>, socket: Arc<UdpSocket>) {
    let mut buffer = vec![0; 65_535];
    let mut late = JoinSet::new();
    loop {
        // On Linux an earlier ICMP error can surface here; it concerns nobody any more.
        let Ok((length, from)) = socket.recv_from(&mut buffer).await else { continue };
        let Some(bytes) = buffer.get(..length).and_then(|q| server.datagram(q)) else { continue };
        if server.pace.is_free() {
            socket.send_to(&bytes, from).await.ok();
            continue;
        }
        while late.try_join_next().is_some() {}
        let (socket, server) = (Arc::clone(&socket), Arc::clone(&server));
        late.spawn(async move {
            server.pace.trip().await;
            socket.send_to(&bytes, from).await.ok();
        });
    }
}

async fn connections(server: Arc<Server>, listener: TcpListener) {
    let mut open = JoinSet::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        while open.try_join_next().is_some() {}
        let server = Arc::clone(&server);
        open.spawn(async move {
            // A broken connection is the asker's business.
            server.connection(stream).await.ok();
        });
    }
}

impl Server {
    fn datagram(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let question = Message::from_vec(bytes).ok()?;
        self.count(&question, "");
        if let Some(chaos) = self.chaos
            && let Some(answer) = misbehave::datagram(chaos, &question)
        {
            return answer;
        }
        let any = matches!(self.role, Role::Authoritative(Manner::LongDatagrams));
        for_udp(&question, &self.answer(&question)?, any)
    }

    async fn connection(&self, mut stream: TcpStream) -> io::Result<()> {
        if matches!(self.role, Role::Authoritative(Manner::UdpOnly)) {
            return Ok(());
        }
        // The handshake costs a round trip too.
        self.pace.trip().await;
        loop {
            let length = stream.read_u16().await?;
            let mut bytes = vec![0; usize::from(length)];
            stream.read_exact(&mut bytes).await?;
            let question = Message::from_vec(&bytes).map_err(io::Error::other)?;
            self.count(&question, " (TCP)");
            self.pace.trip().await;
            if let Some(chaos) = self.chaos
                && misbehave::connection(chaos, &question, &mut stream).await?
            {
                return Ok(());
            }
            let Some(answer) = self.answer(&question) else { return std::future::pending().await };
            let bytes = answer.to_vec().map_err(io::Error::other)?;
            let length = u16::try_from(bytes.len()).map_err(io::Error::other)?;
            stream.write_all(&[&length.to_be_bytes(), bytes.as_slice()].concat()).await?;
        }
    }

    fn answer(&self, question: &Message) -> Option<Message> {
        match &self.role {
            Role::Authoritative(manner) => authoritative(&self.tree, &self.name, *manner, question),
            Role::Resolver => Some(resolve(&self.tree, question)),
            Role::MakesUp(name) => Some(make_up(resolve(&self.tree, question), name)),
        }
    }

    fn count(&self, question: &Message, how: &str) {
        if let Some((name, kind)) = asked(question) {
            self.counters.question(&self.name, format!("{name} {kind}{how}"));
        }
    }
}

/// Puts an address into an answer that no name server has there.
fn make_up(mut answer: Message, name: &str) -> Message {
    for record in &mut answer.answers {
        let named = super::zone::text(&record.name) == name;
        if let RData::A(ip) = &mut record.data
            && named
        {
            ip.0 = Ipv4Addr::new(198, 51, 100, 99);
            record.ttl = 1800;
        }
    }
    answer
}
