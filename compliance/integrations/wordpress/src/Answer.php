<?php
namespace NewsroomCompliance;

/** What the service said of one article: a decision with its report, or why there is none. */
final class Answer {

	const DECISIONS = array( 'allow', 'warn', 'block' );

	/** `allow`, `warn` or `block`; empty: the article was not checked. */
	public string $decision = '';

	/** Why there is no decision. */
	public string $problem = '';

	/** The digest of the policies that judged it. */
	public string $plan = '';

	/** Every obligation that applies or might have: kept, broken, undetermined. @var Obligation[] */
	public array $obligations = array();

	/** What could not be checked, in a line each. @var string[] */
	public array $faults = array();

	public static function unchecked( string $problem ): self {
		$answer          = new self();
		$answer->problem = $problem;
		return $answer;
	}

	/**
	 * A decision counts whatever the status: an article that cannot be read is refused with one. Nothing but a whole
	 * answer is one: a decision that is not known, or a report without outcomes, decides nothing.
	 */
	public static function of_response( int $status, string $body ): self {
		$said   = json_decode( $body, true );
		$said   = is_array( $said ) ? $said : array();
		$report = $said['report'] ?? null;
		if ( ! in_array( $said['decision'] ?? '', self::DECISIONS, true ) || ! is_array( $report ) || ! is_array( $report['outcomes'] ?? null ) ) {
			return self::unchecked( self::refusal( $status, $said ) );
		}
		$answer           = new self();
		$answer->decision = $said['decision'];
		$answer->plan     = (string) ( $report['plan'] ?? '' );
		foreach ( $report['outcomes'] as $outcome ) {
			$blocks                = in_array( $outcome['rule'] ?? '', (array) ( $said['blocking'] ?? array() ), true );
			$answer->obligations[] = new Obligation( (array) $outcome, $blocks );
		}
		foreach ( (array) ( $report['faults'] ?? array() ) as $fault ) {
			$answer->faults[] = trim( ( $fault['reason'] ?? '' ) . '. ' . ( $fault['hint'] ?? '' ), ' .' );
		}
		return $answer;
	}

	/** @param array<string, mixed> $said What came instead of a decision: problem details, or something else. */
	private static function refusal( int $status, array $said ): string {
		$detail = $said['detail'] ?? $said['title'] ?? '';
		if ( 200 === $status || ! is_string( $detail ) || '' === $detail ) {
			/* translators: %d: HTTP status. */
			return sprintf( __( 'What answers there (with status %d) is no compliance service that this plugin knows.', 'newsroom-compliance' ), $status );
		}
		/* translators: 1: HTTP status, 2: the service's explanation. */
		return sprintf( __( 'The compliance service refused to check (%1$d): %2$s.', 'newsroom-compliance' ), $status, rtrim( $detail, '.' ) );
	}

	public function is_checked(): bool {
		return '' !== $this->decision;
	}

	/** @return Obligation[] What somebody must look at, what blocks first. */
	public function findings(): array {
		$found = array_values( array_filter( $this->obligations, static fn( Obligation $each ): bool => $each->is_finding() ) );
		usort( $found, static fn( Obligation $one, Obligation $other ): int => $other->blocks() <=> $one->blocks() );
		return $found;
	}

	/** @return string[] What each thing that blocks, or may, is known by: findings, and what could not be checked. */
	public function blocking(): array {
		$blocking = array_filter( $this->obligations, static fn( Obligation $each ): bool => $each->blocks() );
		$prints   = array_map( static fn( Obligation $each ): string => $each->fingerprint(), $blocking );
		return array_merge( array_values( $prints ), $this->faults );
	}
}
