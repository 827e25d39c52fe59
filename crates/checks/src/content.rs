//! What pages hold.

mod broken_image;
mod broken_link;
mod broken_script;
mod insecure_form;
mod insecure_picture;
mod insecure_resource;
mod localhost_url_in_bundle;
mod no_integrity;
mod not_compressed;
mod parts;
mod placeholder_page;
mod production_hidden;
mod security_txt_broken;
mod security_txt_missing;
mod soft_404;
mod test_key_in_production;
mod third_party_blocks_render;

use crate::Check;

/// The checks of this area.
pub(crate) fn checks() -> Vec<Check> {
    vec![
        insecure_resource::check(),
        soft_404::check(),
        broken_link::check(),
        broken_image::check(),
        broken_script::check(),
        localhost_url_in_bundle::check(),
        test_key_in_production::check(),
        placeholder_page::check(),
        third_party_blocks_render::check(),
        no_integrity::check(),
        insecure_picture::check(),
        insecure_form::check(),
        security_txt_missing::check(),
        security_txt_broken::check(),
        production_hidden::check(),
        not_compressed::check(),
    ]
}
