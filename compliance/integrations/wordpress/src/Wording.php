<?php
namespace NewsroomCompliance;

/** Rulings in sentences. */
final class Wording {

	public static function of_blocked( Answer $answer ): string {
		/* translators: %s: what is wrong, the first finding in words. */
		return sprintf( __( 'Not published: %s', 'newsroom-compliance' ), self::of_findings( $answer ) );
	}

	public static function of_overridden( Answer $answer ): string {
		$what = $answer->is_checked() ? self::of_findings( $answer ) : $answer->problem;
		/* translators: %s: what is wrong, the first finding in words. */
		return sprintf( __( 'Somebody answers for it: %s', 'newsroom-compliance' ), $what );
	}

	public static function of_warned( Answer $answer ): string {
		/* translators: %s: what somebody should look at, the first finding in words. */
		return sprintf( __( 'Somebody should look at it: %s', 'newsroom-compliance' ), self::of_findings( $answer ) );
	}

	public static function of_tolerated( Answer $answer ): string {
		/* translators: %s: what is wrong, the first finding in words. */
		return sprintf( __( 'The published article does not keep its terms: %s', 'newsroom-compliance' ), self::of_findings( $answer ) );
	}

	public static function of_unchecked( Answer $answer ): string {
		/* translators: %s: why it was not checked. */
		return sprintf( __( 'The article was not checked. %s', 'newsroom-compliance' ), $answer->problem );
	}

	/** The first finding, and how many more there are. */
	private static function of_findings( Answer $answer ): string {
		$findings = $answer->findings();
		if ( ! $findings ) {
			return implode( ' ', $answer->faults );
		}
		$first = $findings[0]->sentence();
		$more  = count( $findings ) - 1;
		if ( ! $more ) {
			return $first;
		}
		/* translators: 1: the first finding, 2: how many more there are. */
		return sprintf( _n( '%1$s And %2$d more finding.', '%1$s And %2$d more findings.', $more, 'newsroom-compliance' ), $first, $more );
	}
}
