<?php
namespace NewsroomCompliance;

/** The service that judges articles. Whatever goes wrong on the way is an answer too: that nothing was checked. */
final class Service {

	const LARGEST_ANSWER = 8388608;

	private Settings $settings;

	/** Why it cannot be reached; asked once in a request, or a bulk edit would wait for each post. */
	private string $unreachable = '';

	public function __construct( Settings $settings ) {
		$this->settings = $settings;
	}

	/**
	 * @param array<string, mixed>      $record The article.
	 * @param array<string, mixed>|null $before What readers have of it now: what that breaks already is waived.
	 */
	public function check( array $record, ?array $before = null ): Answer {
		if ( '' !== $this->unreachable ) {
			return Answer::unchecked( $this->unreachable );
		}
		$body = wp_json_encode( array( 'article' => $record, 'before' => $before ) );
		if ( false === $body ) {
			return Answer::unchecked( __( 'The text holds characters that cannot be sent.', 'newsroom-compliance' ) );
		}
		$response = wp_remote_post(
			$this->settings->url() . '/v1/check',
			array(
				'timeout'             => $this->settings->timeout(),
				'redirection'         => 0, // The token is for this address alone.
				'limit_response_size' => self::LARGEST_ANSWER,
				'headers'             => array_filter(
					array(
						'Content-Type'  => 'application/json',
						'Accept'        => 'application/json, application/problem+json',
						'Authorization' => '' === $this->settings->token() ? '' : 'Bearer ' . $this->settings->token(),
					)
				),
				'body'                => $body,
			)
		);
		if ( is_wp_error( $response ) ) {
			/* translators: %s: what went wrong, in the words of the transport. */
			$this->unreachable = sprintf( __( 'The compliance service does not answer: %s', 'newsroom-compliance' ), $response->get_error_message() );
			return Answer::unchecked( $this->unreachable );
		}
		return Answer::of_response( (int) wp_remote_retrieve_response_code( $response ), wp_remote_retrieve_body( $response ) );
	}
}
