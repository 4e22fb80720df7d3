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
		list( $status, $body ) = $this->post( '/v1/check', array( 'article' => $record, 'before' => $before ) );
		return 0 === $status ? Answer::unchecked( $body ) : Answer::of_response( $status, $body );
	}

	/**
	 * What would put an article right by adding to its text or tags, by rule.
	 *
	 * @param array<string, mixed> $record The article.
	 * @return array<string, array<string, mixed>>
	 */
	public function repairs( array $record ): array {
		list( $status, $body ) = $this->post( '/v1/repairs', array( 'article' => $record, 'writable' => array( 'body', 'tags' ) ) );
		$said                  = 200 === $status ? json_decode( $body, true ) : null;
		return is_array( $said['repairs'] ?? null ) ? array_column( $said['repairs'], null, 'rule' ) : array();
	}

	/**
	 * The status and body of a response; without one, zero and why.
	 *
	 * @param array<string, mixed> $what What is sent.
	 * @return array{int, string}
	 */
	private function post( string $path, array $what ): array {
		if ( '' !== $this->unreachable ) {
			return array( 0, $this->unreachable );
		}
		$body = wp_json_encode( $what );
		if ( false === $body ) {
			return array( 0, __( 'The text holds characters that cannot be sent.', 'newsroom-compliance' ) );
		}
		$response = wp_remote_post(
			$this->settings->url() . $path,
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
			return array( 0, $this->unreachable );
		}
		return array( (int) wp_remote_retrieve_response_code( $response ), wp_remote_retrieve_body( $response ) );
	}
}
