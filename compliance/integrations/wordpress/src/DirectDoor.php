<?php
namespace NewsroomCompliance;

/**
 * `wp_publish_post` called by other code, which no filter comes before: the post is taken back as soon as it is heard of.
 *
 * Actions on publishing have been set off by then; no reader has seen the post.
 */
final class DirectDoor {

	private Gate $gate;
	private Settings $settings;

	public function __construct( Gate $gate, Settings $settings ) {
		$this->gate     = $gate;
		$this->settings = $settings;
	}

	public function open(): void {
		add_action( 'transition_post_status', array( $this, 'pass' ), PHP_INT_MIN, 3 );
	}

	public function pass( string $status, string $before, \WP_Post $post ): void {
		global $wpdb;
		if ( ! Candidate::is_public( $status ) || Candidate::is_public( $before ) || ! $this->settings->covers( $post->post_type ) ) {
			return;
		}
		$candidate         = Candidate::of_post( $post );
		$candidate->stored = null; // What is stored is not what readers had.
		$ruling            = $this->gate->ruled( $candidate ) ?? $this->gate->rule( $candidate, 'direct' );
		if ( $ruling->blocks() ) {
			$wpdb->update( $wpdb->posts, array( 'post_status' => 'pending' ), array( 'ID' => $post->ID ) );
			$post->post_status = 'pending';
			clean_post_cache( $post->ID );
			Notices::leave( $candidate, $ruling );
		}
	}
}
