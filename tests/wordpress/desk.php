<?php
// What the tests need to see and to choose. Not part of the plugin.

// What hears of a published post (feeds' pings, newsletters, social networks) hangs on this action.
add_action( 'publish_post', fn( $id ) => update_post_meta( $id, 'heard_of', 1 + (int) get_post_meta( $id, 'heard_of', true ) ) );

// The classic editor's form, as its plugin shows it.
if ( isset( $_REQUEST['classic'] ) ) {
	add_filter( 'use_block_editor_for_post', '__return_false' );
}
