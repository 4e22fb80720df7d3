<?php
namespace NewsroomCompliance;

/** Decides whether a post may go live. Every door asks here, so that all of them give the same answer. */
final class Gate {

	private Settings $settings;
	private Service $service;
	private Audit $audit;
	private Override $override;

	/** Rulings of this request, by what they are about: the REST API comes through two doors. @var array<string, Ruling> */
	private array $rulings = array();

	public function __construct( Settings $settings, Service $service, Audit $audit, Override $override ) {
		$this->settings = $settings;
		$this->service  = $service;
		$this->audit    = $audit;
		$this->override = $override;
		add_action( 'wp_after_insert_post', array( $this, 'note' ), 10, 2 );
	}

	/** Rules on a save that would bring a post, or a change of one, before readers. */
	public function rule( Candidate $candidate, string $door ): Ruling {
		try {
			$ruling = $this->ruling( $candidate, $door );
		} catch ( \Throwable $error ) {
			$ruling = $this->without_answer( $candidate, $door, Answer::unchecked( $error->getMessage() ), new Body() );
		}
		$this->rulings[ $this->key( $candidate->id, $candidate ) ] = $ruling;
		if ( $ruling->blocks() && $candidate->id ) {
			$this->audit->write( $candidate->id, $ruling );
		}
		return $ruling;
	}

	/** How a door before this one ruled on the same text in this request; null if it came through none. */
	public function ruled( Candidate $candidate ): ?Ruling {
		return $this->rulings[ $this->key( $candidate->id, $candidate ) ] ?? $this->rulings[ $this->key( 0, $candidate ) ] ?? null;
	}

	/** What the service says of a post as it stands in the editor, without ruling on anything. */
	public function preview( Candidate $candidate ): Ruling {
		$body = Body::of( $candidate );
		return $this->decided( $candidate, 'panel', Record::of( $candidate, $body ), $body );
	}

	/**
	 * What would put right what is found in a post as it stands in the editor, by rule.
	 *
	 * @return array<string, array<string, mixed>>
	 */
	public function repairs( Candidate $candidate ): array {
		return $this->service->repairs( Record::of( $candidate, Body::of( $candidate ) ) );
	}

	/** Takes down what was let through, and what was held before it had a number to take it down under. */
	public function note( int $id, \WP_Post $post ): void {
		if ( ! $this->settings->covers( $post->post_type ) ) {
			return;
		}
		$candidate = Candidate::of_post( $post );
		$own       = $this->rulings[ $this->key( $id, $candidate ) ] ?? null;
		$ruling    = $own ?? $this->ruled( $candidate );
		if ( $ruling && ! $ruling->is_of_nothing_new() && ! ( $own && $own->blocks() ) ) {
			$this->audit->write( $id, $ruling );
		}
	}

	private function ruling( Candidate $candidate, string $door ): Ruling {
		$body   = Body::of( $candidate );
		$record = Record::of( $candidate, $body );
		if ( $candidate->is_update() && Record::digest( $this->live( $candidate ) ) === Record::digest( $record ) ) {
			return new Ruling( 'allow', $door, new Answer(), $body );
		}
		return $this->decided( $candidate, $door, $record, $body );
	}

	/** @param array<string, mixed> $record */
	private function decided( Candidate $candidate, string $door, array $record, Body $body ): Ruling {
		$before = $candidate->is_update() && 'new' === $this->settings->updates() ? $this->live( $candidate ) : null;
		$answer = $this->service->check( $record, $before );
		if ( ! $answer->is_checked() ) {
			return $this->without_answer( $candidate, $door, $answer, $body );
		}
		if ( 'block' !== $answer->decision ) {
			$message = 'warn' === $answer->decision ? Wording::of_warned( $answer ) : '';
			return new Ruling( $answer->decision, $door, $answer, $body, $message );
		}
		if ( $candidate->is_update() && 'warn' === $this->settings->updates() ) {
			return new Ruling( 'warn', $door, $answer, $body, Wording::of_tolerated( $answer ) );
		}
		return $this->blocked( $candidate, $door, $answer, $body, Wording::of_blocked( $answer ) );
	}

	/** @return array<string, mixed> The record of what readers have before them. */
	private function live( Candidate $candidate ): array {
		$live = Candidate::of_post( $candidate->stored );
		return Record::of( $live, Body::of( $live ) );
	}

	private function without_answer( Candidate $candidate, string $door, Answer $answer, Body $body ): Ruling {
		if ( ! $this->settings->is_closed() ) {
			return new Ruling( 'warn', $door, $answer, $body, Wording::of_unchecked( $answer ) );
		}
		return $this->blocked( $candidate, $door, $answer, $body, Wording::of_unchecked( $answer ) );
	}

	private function blocked( Candidate $candidate, string $door, Answer $answer, Body $body, string $message ): Ruling {
		$override = $this->override->covering( $candidate->id, $answer );
		if ( $override ) {
			return new Ruling( 'override', $door, $answer, $body, Wording::of_overridden( $answer ), $override );
		}
		return new Ruling( 'block', $door, $answer, $body, $message );
	}

	/** Terms and pictures are left out: some doors store them after the text, and know them only then. */
	private function key( int $id, Candidate $candidate ): string {
		return hash( 'sha256', (string) wp_json_encode( array( $id, $candidate->type, $candidate->title, $candidate->content ) ) );
	}
}
