<?php
namespace NewsroomCompliance;

/** Scheduled posts, when their time has come: before core publishes them, so that nothing hears of a blocked one. */
final class ScheduleDoor {

	/** In how many seconds a post is tried again of which nobody could say anything. */
	const LATER = 300;

	private Gate $gate;
	private Settings $settings;

	public function __construct( Gate $gate, Settings $settings ) {
		$this->gate     = $gate;
		$this->settings = $settings;
	}

	public function open(): void {
		add_action( 'publish_future_post', array( $this, 'pass' ), 1 );
		add_action( 'publish_future_post', array( $this, 'let_core_go_on' ), 11 );
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
		if ( ! $ruling->blocks() ) {
			return;
		}
		if ( ! $ruling->answer->is_checked() ) {
			$this->try_later( $post->ID );
			return;
		}
		wp_update_post( array( 'ID' => $post->ID, 'post_status' => 'pending' ) );
		Notices::leave( $candidate, $ruling );
	}

	public function let_core_go_on(): void {
		if ( ! has_action( 'publish_future_post', 'check_and_publish_future_post' ) ) {
			add_action( 'publish_future_post', 'check_and_publish_future_post', 10, 1 );
		}
	}

	/** It stays scheduled: the service may be back in a while, and nobody may be at the desk. */
	private function try_later( int $id ): void {
		remove_action( 'publish_future_post', 'check_and_publish_future_post', 10 );
		wp_clear_scheduled_hook( 'publish_future_post', array( $id ) );
		wp_schedule_single_event( time() + self::LATER, 'publish_future_post', array( $id ) );
	}
}
