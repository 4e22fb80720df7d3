<?php
namespace NewsroomCompliance;

/** What the gate makes of a save: whether it may go live, why, and by whose leave. */
final class Ruling {

	/** `allow`, `warn`, `block`, or `override`: somebody answers for what would have been blocked. */
	public string $decision;

	/** Which door it came to. */
	public string $door;

	public Answer $answer;

	public Body $body;

	/** Why, in a sentence for the writer; empty where all is well. */
	public string $message;

	/** Who answers for it, and why. @var array{user: int, reason: string}|null */
	public ?array $override;

	public function __construct( string $decision, string $door, Answer $answer, Body $body, string $message = '', ?array $override = null ) {
		$this->decision = $decision;
		$this->door     = $door;
		$this->answer   = $answer;
		$this->body     = $body;
		$this->message  = $message;
		$this->override = $override;
	}

	public function blocks(): bool {
		return 'block' === $this->decision;
	}

	/** Whether the save changes nothing of what readers have before them, so that there was nothing to check. */
	public function is_of_nothing_new(): bool {
		return 'allow' === $this->decision && ! $this->answer->is_checked();
	}

	/** @return array<string, mixed> For the panel, and for clients of the REST API. */
	public function shown(): array {
		return array(
			'decision'    => $this->decision,
			'checked'     => $this->answer->is_checked(),
			'message'     => $this->message,
			'plan'        => $this->answer->plan,
			'faults'      => $this->answer->faults,
			'obligations' => array_map( fn( Obligation $each ): array => $each->shown( $this->body ), $this->answer->obligations ),
		);
	}

	/** @return array<int, array<string, mixed>> The findings alone. */
	public function findings(): array {
		return array_map( fn( Obligation $each ): array => $each->shown( $this->body ), $this->answer->findings() );
	}
}
