//! Any text as a policy: read, compared, looked at, mended, and added to, without a panic.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use postern_plan::catalog::Catalog;
use postern_plan::extension::extend;
use postern_plan::language;
use postern_plan::lint::lint;
use postern_plan::policy::Policy;
use postern_plan::request::EndpointKey;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::load().expect("the checked-in catalogue reads"));

fuzz_target!(|text: &str| {
    let report = lint(&CATALOG, text, EndpointKey::Data);
    if let Some(corrected) = &report.corrected {
        language::read(corrected).expect("what is mended stays JSON");
    }
    if let Ok(reading) = language::read(text) {
        assert!(reading.document.means_the_same(&reading.document));
    }
    if let Ok(extension) = extend(&CATALOG, text, &Policy::full_access()) {
        let again = extend(&CATALOG, &extension.text, &Policy::full_access());
        assert!(again.is_ok_and(|again| again.text == extension.text), "adding twice adds nothing");
    }
});
