<?php
namespace NewsroomCompliance;

/** Scheduled posts, when their time has come: before core publishes them, so that nothing hears of a blocked one. */
final class ScheduleDoor {

	private Gate $gate;
	private Settings $settings;

	public function __construct( Gate $gate, Settings $settings ) {
		$this->gate     = $gate;
		$this->settings = $settings;
	}

	public function open(): void {
		add_action( 'publish_future_post', array( $this, 'pass' ), 1 );
	}

	/** @param int|\WP_Post $post A post that is to be published now. */
	public function pass( $post ): void {
		$post = get_post( $post );
		if ( ! $post || 'future' !== $post->post_status || ! $this->settings->covers( $post->post_type ) ) {
			return;
		}
		if ( strtotime( $post->post_date_gmt . ' UTC' ) > time() ) {
			return; // Core only sets its clock again.
		}
		$candidate         = Candidate::of_post( $post );
		$candidate->status = 'publish';
		$ruling            = $this->gate->rule( $candidate, 'schedule' );
		if ( $ruling->blocks() ) {
			wp_update_post( array( 'ID' => $post->ID, 'post_status' => 'pending' ) );
			Notices::leave( $candidate, $ruling );
		}
	}
}
