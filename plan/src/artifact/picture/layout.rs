//! Where everything of the picture stands, in units of the drawing.
//!
//! Must keep every box within the drawing and apart from the others, whatever the plan holds.

use std::fmt::Write;

use super::voice::{Voice, cut, halves};
use super::words;
use crate::artifact::remark::line;
use crate::id::SubnetId;
use crate::plan::{Change, Plan, PlannedEndpoint};

/// A rectangle; its class says what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rect {
    pub(super) class: &'static str,
    pub(super) x: u32,
    pub(super) y: u32,
    pub(super) width: u32,
    pub(super) height: u32,
}

/// A way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) class: &'static str,
    pub(super) path: String,
}

/// A line of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) class: &'static str,
    pub(super) x: u32,
    pub(super) y: u32,
    pub(super) words: String,
}

/// Everything.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) rects: Vec<Rect>,
    pub(super) lines: Vec<Line>,
    pub(super) texts: Vec<Text>,
}

const WIDTH: u32 = 1080;
const MARGIN: u32 = 24;
const TOP: u32 = 56;
const PAD: u32 = 12;
/// The columns: who calls, the VPC, AgentCore.
const CALLERS: (u32, u32) = (MARGIN, 264);
const VPC: (u32, u32) = (336, 452);
const SERVICES: (u32, u32) = (824, 232);
const CALLER_HEIGHT: u32 = 52;
const ENDPOINT_HEIGHT: u32 = 88;
const GAP: u32 = 16;
const LINE: u32 = 18;
/// The side of an interface's square, and from one to the next.
const INTERFACE: (u32, u32) = (16, 20);
/// As many interfaces as are drawn; the rest is counted.
const MOST_INTERFACES: usize = 8;
/// As many callers as are drawn.
const MOST_CALLERS: usize = 12;

impl Layout {
    pub(super) fn of(plan: &Plan) -> Self {
        let mut layout = Self {
            width: WIDTH,
            ..Self::default()
        };
        let subnets = subnets(plan);
        let rows = TOP + 2 * PAD + LINE;
        let step = ENDPOINT_HEIGHT + GAP;
        let count = plan.endpoints.len();
        let row = |at: usize| rows + step * number(at);
        let legend = rows + step * number(count);
        let notes = words::admitted(plan);
        let lines = number(subnets.len()) + u32::from(notes.is_some());
        let vpc_end = legend + LINE * lines + PAD;
        let callers = words::callers(plan);
        let shown = callers.len().min(MOST_CALLERS);
        let more = callers.len() - shown;
        let callers_end = rows + (CALLER_HEIGHT + GAP) * number(shown + usize::from(more > 0));
        let bottom = vpc_end.max(callers_end) + GAP;
        layout.height = bottom + LINE * 2 + MARGIN;
        let whole = (0, 0, WIDTH, layout.height);
        layout.rect("picture__ground", whole);
        layout.text(
            (Voice::Strong, MARGIN, 32),
            WIDTH - 2 * MARGIN,
            &words::title(plan),
        );
        layout.rect("picture__vpc", (VPC.0, TOP, VPC.1, vpc_end - TOP));
        let head = Voice::Strong;
        let heading = TOP + PAD + LINE / 2;
        layout.text((head, CALLERS.0, heading), CALLERS.1, "Who calls");
        layout.text(
            (head, VPC.0 + PAD, heading),
            VPC.1 - 2 * PAD,
            plan.request.placement.vpc.as_str(),
        );
        layout.text(
            (head, SERVICES.0, heading),
            SERVICES.1,
            "Amazon Bedrock AgentCore",
        );
        for (at, endpoint) in plan.endpoints.iter().enumerate() {
            layout.endpoint(plan, endpoint, row(at), &subnets);
        }
        for (at, (index, label)) in callers.iter().take(shown).enumerate() {
            let y = rows + (CALLER_HEIGHT + GAP) * number(at);
            layout.caller(label, y);
            for (row_at, endpoint) in plan.endpoints.iter().enumerate() {
                if words::passes(plan, *index, endpoint) {
                    let from = (CALLERS.0 + CALLERS.1, y + CALLER_HEIGHT / 2);
                    let to = (VPC.0 + PAD, row(row_at) + ENDPOINT_HEIGHT / 2);
                    layout.way(from, to);
                }
            }
        }
        if more > 0 {
            let y = rows + (CALLER_HEIGHT + GAP) * number(shown);
            let text = format!("and {more} more");
            layout.text((Voice::Soft, CALLERS.0, y + 25), CALLERS.1, &text);
        }
        layout.legend(plan, &subnets, notes.as_deref(), legend);
        layout.open(callers_end - GAP, legend - GAP, bottom);
        layout
    }

    /// Who calls, in at most two lines.
    fn caller(&mut self, label: &str, y: u32) {
        self.rect("picture__box", (CALLERS.0, y, CALLERS.1, CALLER_HEIGHT));
        let (x, width) = (CALLERS.0 + PAD, CALLERS.1 - 2 * PAD);
        let (first, second) = halves(label, Voice::Plain, width);
        let top = if second.is_empty() { y + 31 } else { y + 22 };
        self.text((Voice::Plain, x, top), width, first);
        if !second.is_empty() {
            self.text((Voice::Plain, x, y + 40), width, second);
        }
    }

    fn endpoint(&mut self, plan: &Plan, endpoint: &PlannedEndpoint, y: u32, subnets: &[&SubnetId]) {
        let (x, width) = (VPC.0 + PAD, VPC.1 - 2 * PAD);
        self.rect("picture__box", (x, y, width, ENDPOINT_HEIGHT));
        let shown = endpoint.subnets.len().min(MOST_INTERFACES);
        let row = INTERFACE.1 * number(shown) + PAD;
        let text = width - 2 * PAD;
        let title = format!("{}, {}", endpoint.title, change(&endpoint.change));
        self.text((Voice::Strong, x + PAD, y + 24), text - row, &title);
        let soft = Voice::Soft;
        self.text(
            (soft, x + PAD, y + 46),
            text,
            &words::private_names(plan, endpoint),
        );
        self.text(
            (soft, x + PAD, y + 66),
            text,
            &format!("security groups: {}", words::groups(endpoint)),
        );
        for (at, subnet) in endpoint.subnets.iter().take(shown).enumerate() {
            let left = x + width - row + INTERFACE.1 * number(at);
            self.rect(
                "picture__interface",
                (left, y + PAD, INTERFACE.0, INTERFACE.0),
            );
            let index = subnets
                .iter()
                .position(|s| *s == subnet)
                .map_or(0, |i| i + 1);
            let narrow = if index > 9 { 1 } else { 4 };
            self.text(
                (soft, left + narrow, y + PAD + 12),
                INTERFACE.0,
                &index.to_string(),
            );
        }
        self.rect("picture__box", (SERVICES.0, y, SERVICES.1, ENDPOINT_HEIGHT));
        let service = endpoint.service_name.rsplit_once(".bedrock").map_or_else(
            || endpoint.service_name.clone(),
            |(_, end)| format!("bedrock{end}"),
        );
        let inner = SERVICES.1 - 2 * PAD;
        self.text((Voice::Strong, SERVICES.0 + PAD, y + 24), inner, &service);
        self.text(
            (soft, SERVICES.0 + PAD, y + 46),
            inner,
            &words::primitives(plan, endpoint),
        );
        let middle = y + ENDPOINT_HEIGHT / 2;
        self.way((x + width, middle), (SERVICES.0, middle));
    }

    /// The subnets by number, and whom the group admits.
    fn legend(&mut self, plan: &Plan, subnets: &[&SubnetId], notes: Option<&str>, y: u32) {
        let soft = Voice::Soft;
        let texts = subnets
            .iter()
            .enumerate()
            .map(|(at, subnet)| format!("{}  {}", at + 1, words::place(plan, subnet)))
            .chain(notes.map(str::to_owned));
        for (at, text) in texts.enumerate() {
            let y = y + LINE * number(at) + LINE / 2;
            self.text((soft, VPC.0 + PAD, y), VPC.1 - 2 * PAD, &text);
        }
    }

    /// The way round the VPC, from those who call to AgentCore.
    fn open(&mut self, callers_end: u32, services_end: u32, y: u32) {
        let (from, to) = (CALLERS.0 + CALLERS.1 / 2, SERVICES.0 + SERVICES.1 / 2);
        let path = format!("M{from} {callers_end} V{y} H{to} V{services_end}");
        self.lines.push(Line {
            class: "picture__open",
            path,
        });
        self.text((Voice::Open, from, y + LINE), to - from, words::OPEN);
    }

    fn rect(&mut self, class: &'static str, (x, y, width, height): (u32, u32, u32, u32)) {
        self.rects.push(Rect {
            class,
            x,
            y,
            width,
            height,
        });
    }

    fn text(&mut self, (voice, x, y): (Voice, u32, u32), width: u32, text: &str) {
        self.texts.push(Text {
            class: voice.class(),
            x,
            y,
            words: cut(&line(text), voice, width),
        });
    }

    fn way(&mut self, from: (u32, u32), to: (u32, u32)) {
        let middle = u32::midpoint(from.0, to.0);
        let mut path = format!("M{} {}", from.0, from.1);
        // Writing into a String cannot fail.
        let _ = if from.1 == to.1 {
            write!(path, " H{}", to.0)
        } else {
            write!(
                path,
                " C{middle} {} {middle} {} {} {}",
                from.1, to.1, to.0, to.1
            )
        };
        self.lines.push(Line {
            class: "picture__way",
            path,
        });
    }
}

/// Every subnet once, in the endpoints' order.
fn subnets(plan: &Plan) -> Vec<&SubnetId> {
    let mut all: Vec<&SubnetId> = Vec::new();
    for subnet in plan.endpoints.iter().flat_map(|e| &e.subnets) {
        if !all.contains(&subnet) {
            all.push(subnet);
        }
    }
    all
}

fn change(change: &Change) -> String {
    match change {
        Change::Create => "made".to_owned(),
        Change::Modify(m) if m.is_nothing() => format!("{} stands", m.id),
        Change::Modify(m) => format!("{} changed", m.id),
        Change::Leave { id } => format!("{id} stands"),
    }
}

/// A count as a length; no plan has as many as would not fit.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX / 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::request::Request;

    fn plans() -> Vec<Plan> {
        let catalog = Catalog::load().unwrap();
        let texts = [
            include_str!("../../../tests/golden/three-doors.toml"),
            include_str!("../../../tests/golden/overrides.toml"),
            include_str!("../../../tests/golden/hostile-names.toml"),
            include_str!("../../../tests/golden/existing-endpoint.toml"),
            include_str!("../../../tests/golden/full-access.toml"),
            include_str!("../../../tests/golden/agent-registry.toml"),
            include_str!("../../../tests/golden/largest-that-fits.toml"),
        ];
        let mut plans: Vec<Plan> = texts
            .iter()
            .map(|text| crate::plan(&catalog, None, &Request::parse(&catalog, text).unwrap()))
            .collect();
        let mut crowded = plans.first().unwrap().clone();
        let caller = crowded.proof.callers.first().unwrap().clone();
        crowded.proof.callers = vec![caller; 40];
        for endpoint in &mut crowded.endpoints {
            endpoint.subnets = (0..16)
                .map(|n| format!("subnet-{n:08x}").parse().unwrap())
                .collect();
            endpoint.title = "a title that goes on ".repeat(9);
        }
        plans.push(crowded);
        plans
    }

    fn apart(a: &Rect, b: &Rect) -> bool {
        a.x + a.width <= b.x
            || b.x + b.width <= a.x
            || a.y + a.height <= b.y
            || b.y + b.height <= a.y
    }

    #[test]
    fn boxes_stay_within_the_drawing_and_apart() {
        for plan in plans() {
            let layout = Layout::of(&plan);
            let boxes: Vec<&Rect> = layout
                .rects
                .iter()
                .filter(|r| r.class == "picture__box")
                .collect();
            for (at, one) in boxes.iter().enumerate() {
                assert!(one.x + one.width <= layout.width && one.y + one.height <= layout.height);
                assert!(
                    boxes.iter().skip(at + 1).all(|other| apart(one, other)),
                    "{}",
                    plan.request.name
                );
            }
            let vpc = layout
                .rects
                .iter()
                .find(|r| r.class == "picture__vpc")
                .unwrap();
            assert!(vpc.y + vpc.height < layout.height);
            assert!(
                layout
                    .texts
                    .iter()
                    .all(|t| t.y < layout.height && t.x < layout.width)
            );
        }
    }
}
