//! The sections of what the pages look like, what is watched, and what is bounded.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;

use postern_app::accent::Accent;

use crate::settings::secret::Secret;
use crate::settings::section::section;
use crate::settings::value::{
    CollectorAddress, Line, LinkAddress, LogFilter, LogFormat, Percent, WebOrigin,
};

section! {
    /// What the pages are called and look like, and who may frame them.
    pub struct PagesSettings {
        /// The name of this server, in the place of Postern's.
        title: Option<Line> = None, Restart;
        /// A picture in the place of the mark, SVG or PNG of at most 64 KiB.
        /// It is shown 28 px high on a dark band.
        logo: Option<PathBuf> = None, Restart;
        /// The colour of links, buttons and the band at the top.
        /// It is darkened by day and lightened by night as far as it takes to be read.
        accent: Option<Accent> = None, Restart;
        /// The origins whose pages may show these in a frame; nobody's where none is named.
        /// A page that frames another can lead a click astray, so name none that you do not trust. In a frame of another site browsers send no session.
        frame_ancestors: Vec<WebOrigin> = Vec::new(), Restart;
    }
}

section! {
    /// More links at the foot of each page, such as to your own help. LINK is a name of your own; links stand in the order of these names.
    pub struct LinkSettings {
        /// What is there, as the link says it to people.
        label: Line, Restart;
        /// The address, which begins with https://.
        url: LinkAddress, Restart;
    }
}

section! {
    /// Numbers for whatever watches the server, in the text format of Prometheus. docs/OPERATE.md lists them.
    /// They are at `/metrics` for whoever may look at plans.
    pub struct MetricsSettings {
        /// The address and the port at which they are too, for whoever reaches it.
        /// Where it is not set there is no such port.
        listen: Option<SocketAddr> = None, Restart;
    }
}

section! {
    /// Traces for a collector of OpenTelemetry: a span for each request, for each run, and for each call of AWS in them. docs/OPERATE.md says what is in them.
    pub struct TracesSettings {
        /// Where traces are sent, by OTLP over HTTP: the whole address, with the path.
        /// Where it is not set nothing is traced.
        endpoint: Option<CollectorAddress> = None, Restart;
        /// What is sent as the header `authorization`, where the collector asks for it.
        authorization: Option<Secret> = None, Restart;
        /// How many of a hundred traces are sent.
        percent: Percent = Percent::ALL, Restart;
    }
}

section! {
    /// How much one person may ask, where people sign in. A token counts for whoever made it, and each server counts for itself.
    pub struct LimitSettings {
        /// How many requests in a minute, evenly.
        per_minute: NonZeroU32 = NonZeroU32::MIN.saturating_add(599), Restart;
        /// How many requests at once before that counts.
        at_once: NonZeroU32 = NonZeroU32::MIN.saturating_add(119), Restart;
    }
}

section! {
    /// What the server writes to standard error.
    pub struct LogSettings {
        /// What is logged.
        /// `POSTERN_LOG` is a short name of the variable, and gives way to the long one.
        filter: LogFilter = LogFilter::usual(), Reload;
        /// Whether lines are for people or for programs: `text`, or `json` with an object on each line.
        format: LogFormat = LogFormat::Text, Restart;
    }
}
