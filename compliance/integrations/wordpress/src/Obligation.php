<?php
namespace NewsroomCompliance;

/** One obligation, and what came of it for the article: an outcome of the service's report. */
final class Obligation {

	/** @var array<string, mixed> */
	private array $outcome;

	private bool $blocks;

	/**
	 * @param array<string, mixed> $outcome As the service writes it.
	 * @param bool                 $blocks  Whether it alone is enough to block.
	 */
	public function __construct( array $outcome, bool $blocks ) {
		$this->outcome = $outcome;
		$this->blocks  = $blocks;
	}

	public function rule(): string {
		return $this->word( 'rule' );
	}

	public function status(): string {
		return $this->word( 'status' );
	}

	/** What it is known by, whatever else is changed in the article. */
	public function fingerprint(): string {
		return $this->word( 'fingerprint' );
	}

	public function is_manual(): bool {
		return ! empty( $this->outcome['manual'] );
	}

	/** Whether somebody must look at it. */
	public function is_finding(): bool {
		return ! $this->is_shadow() && ( 'violated' === $this->status() || ( 'undetermined' === $this->status() && ! $this->is_manual() ) );
	}

	/** Whether it alone is enough to block. */
	public function blocks(): bool {
		return $this->blocks;
	}

	/** What it asks for, and how the article stands to it. */
	public function sentence(): string {
		$message = rtrim( $this->word( 'message' ), '. ' );
		$reason  = rtrim( $this->word( 'reason' ), '. ' );
		$whole   = '' === $reason ? "$message." : "$message: $reason.";
		return (string) preg_replace( '~`([^`]*)`~', '“$1”', $whole );
	}

	/** @return array<string, mixed> For the editor's panel: what it asks, what was found, and what to do. */
	public function shown( Body $body ): array {
		$evidence = array();
		foreach ( (array) ( $this->outcome['evidence'] ?? array() ) as $each ) {
			$quote      = (string) ( $each['readable'] ?? '' );
			$evidence[] = array(
				'quote' => '' === $quote ? (string) ( $each['quote'] ?? '' ) : $quote,
				'note'  => (string) ( $each['note'] ?? '' ),
				'block' => 'body' === ( $each['field'] ?? '' ) ? $body->block_at( (int) $each['start'] ) : null,
			);
		}
		return array(
			'rule'     => $this->rule(),
			'status'   => $this->status(),
			'level'    => $this->word( 'level' ),
			'manual'   => $this->is_manual(),
			'finding'  => $this->is_finding(),
			'blocks'   => $this->blocks(),
			'message'  => $this->word( 'message' ),
			'reason'   => $this->word( 'reason' ),
			'clause'   => $this->word( 'clause' ),
			'fix'      => $this->word( 'fix' ),
			'evidence' => $evidence,
			'print'    => $this->fingerprint(),
		);
	}

	private function is_shadow(): bool {
		return 'shadow' === $this->word( 'standing' );
	}

	private function word( string $key ): string {
		return (string) ( $this->outcome[ $key ] ?? '' );
	}
}
