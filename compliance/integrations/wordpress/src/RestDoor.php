<?php
namespace NewsroomCompliance;

/** The REST API: the block editor, apps, `batch/v1`. What is blocked is answered with 422 and the findings. */
final class RestDoor {

	private Gate $gate;
	private Settings $settings;

	public function __construct( Gate $gate, Settings $settings ) {
		$this->gate     = $gate;
		$this->settings = $settings;
	}

	public function open(): void {
		foreach ( $this->settings->types() as $type ) {
			add_filter(
				"rest_pre_insert_$type",
				fn( $prepared, $request ) => $this->pass( $prepared, $request, $type ),
				PHP_INT_MAX,
				2
			);
		}
	}

	/**
	 * @param \stdClass|\WP_Error $prepared What would be stored; an error is another plugin's refusal.
	 * @return \stdClass|\WP_Error
	 */
	private function pass( $prepared, \WP_REST_Request $request, string $type ) {
		// An error here would be stored as an empty autosave, and the writer's text would be lost.
		if ( is_wp_error( $prepared ) || preg_match( '~/autosaves(/|$)~', $request->get_route() ) ) {
			return $prepared;
		}
		$candidate = Candidate::of_request( $prepared, $request, $type );
		if ( ! $candidate->is_going_live() ) {
			return $prepared;
		}
		$ruling = $this->gate->rule( $candidate, 'rest' );
		if ( ! $ruling->blocks() ) {
			return $prepared;
		}
		return new \WP_Error(
			$ruling->answer->is_checked() ? 'compliance_blocked' : 'compliance_unchecked',
			$ruling->message,
			array(
				'status'   => $ruling->answer->is_checked() ? 422 : 503,
				'findings' => $ruling->findings(),
				'plan'     => $ruling->answer->plan,
			)
		);
	}
}
