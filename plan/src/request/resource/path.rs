//! Resource paths against their templates.
//!
//! Must not know which types exist.

use crate::catalog::ResourceType;

/// The id in a resource path of this type, when it is one. A fixed container such as `default`
/// may be another one in a full path.
pub(super) fn id_in_path(kind: &ResourceType, path: &str) -> Option<String> {
    let mut segments = path.split('/');
    let mut holes = kind.path.split('/').peekable();
    let mut id = String::new();
    while let Some(hole) = holes.next() {
        let segment = segments.next().filter(|s| !s.is_empty())?;
        match hole {
            "{id}" => segment.clone_into(&mut id),
            "{parent}" | "default" => {}
            literal if literal == segment => {}
            _ => return None,
        }
        // `runtime/*`: a trailing wildcard stands for the rest of the path.
        if segment.ends_with('*') && holes.peek().is_none() {
            return segments.next().is_none().then_some(id);
        }
    }
    let rest: Vec<&str> = segments.collect();
    match (rest.is_empty(), kind.parts) {
        (true, _) => Some(id),
        (false, true) => Some(format!("{id}/{}", rest.join("/"))),
        (false, false) => None,
    }
}

/// `runtime/ID` and `runtime/{parent}/runtime-endpoint/{id}` → `runtime/ID/runtime-endpoint/*`.
pub(super) fn child_path(template: &str, parent: &str) -> Option<String> {
    let (_, tail) = template.split_once("{parent}")?;
    Some(format!("{parent}{}", tail.replace("{id}", "*")))
}

/// The beginning of a path that is a resource of the template's type, when the path goes on below it.
pub(super) fn ancestor_path(template: &str, path: &str) -> Option<String> {
    let count = template.split('/').count();
    let segments: Vec<&str> = path.split('/').collect();
    let head = segments.get(..count).filter(|_| segments.len() > count)?;
    template
        .split('/')
        .zip(head)
        .all(|(hole, segment)| hole == *segment || hole == "{id}")
        .then(|| head.join("/"))
}
