/* The panel of the block editor, on WordPress's own scripts: it is read as it is written, and needs no building. */
( function ( wp ) {
	'use strict';

	const { createElement: el, Fragment, useEffect, useState } = wp.element;
	const { Button, Spinner, TextareaControl } = wp.components;
	const { __, _n, sprintf } = wp.i18n;
	const { dispatch, select, useSelect } = wp.data;
	const PluginPrePublishPanel = wp.editor.PluginPrePublishPanel || wp.editPost.PluginPrePublishPanel;
	const PluginDocumentSettingPanel = wp.editor.PluginDocumentSettingPanel || wp.editPost.PluginDocumentSettingPanel;

	const NAME = 'newsroom-compliance';
	const { ask, check, edited, override, useRuling } = window.newsroomCompliance;
	const LIVE = [ 'publish', 'future' ];

	/* What is shown of an obligation. */

	const SIGNS = { violated: '✗', undetermined: '?', met: '✓', waived: '–', not_applicable: '·' };

	/* A clause as a sentence, with what stands between backticks set apart. */
	function sentence( text ) {
		const whole = text.charAt( 0 ).toUpperCase() + text.slice( 1 ) + ( /[.!?…”"]$/.test( text ) ? '' : '.' );
		return whole.split( '`' ).map( ( piece, at ) => ( at % 2 ? el( 'em', { key: at }, piece ) : piece ) );
	}

	function goTo( block ) {
		const id = wp.data.select( 'core/block-editor' ).getBlockOrder()[ block ];
		if ( id ) {
			dispatch( 'core/block-editor' ).selectBlock( id );
		}
	}

	function Evidence( { each } ) {
		const quote = `“${ each.quote.length > 120 ? each.quote.slice( 0, 119 ) + '…' : each.quote }”`;
		return el(
			'li',
			null,
			each.block === null ? quote : el( Button, { variant: 'link', onClick: () => goTo( each.block ) }, quote ),
			each.note && ` (${ each.note })`
		);
	}

	/* Puts a repaired text into the editor, as one step that can be undone, and adds tags, which may be new ones. */
	async function make( repair ) {
		if ( repair.content !== select( 'core/editor' ).getEditedPostContent() ) {
			dispatch( 'core/block-editor' ).resetBlocks( wp.blocks.parse( repair.content ) );
		}
		if ( repair.tags.length ) {
			const add = async ( name ) => {
				const known = await wp.apiFetch( { path: `/wp/v2/tags?per_page=100&search=${ encodeURIComponent( name ) }` } );
				const same = known.find( ( each ) => each.name.toLowerCase() === name.toLowerCase() );
				return ( same || ( await dispatch( 'core' ).saveEntityRecord( 'taxonomy', 'post_tag', { name }, { throwOnError: true } ) ) ).id;
			};
			const added = await Promise.all( repair.tags.map( add ) );
			const tags = select( 'core/editor' ).getEditedPostAttribute( 'tags' ) || [];
			dispatch( 'core/editor' ).editPost( { tags: [ ...new Set( [ ...tags, ...added ] ) ] } );
		}
	}

	function Repair( { repair } ) {
		const [ problem, setProblem ] = useState( '' );
		const { ruling, text } = useSelect( ( from ) => from( NAME ).get(), [] );
		const insert = () => {
			if ( ruling && text === JSON.stringify( edited() ) ) {
				make( repair ).catch( ( error ) => setProblem( error.message ) );
			} else {
				check(); // The repair was for another text.
			}
		};
		return el(
			'p',
			null,
			el( Button, { variant: 'secondary', onClick: insert, className: `${ NAME }-repair` }, __( 'Insert it', 'newsroom-compliance' ) ),
			' ',
			el( 'span', { className: 'description' }, repair.does ),
			problem && el( 'span', { role: 'alert' }, problem )
		);
	}

	function Finding( { each, repair } ) {
		return el(
			'li',
			{ className: `${ NAME }-finding ${ each.blocks ? 'is-blocking' : '' }`, 'data-rule': each.rule },
			el( 'strong', null, `${ SIGNS[ each.status ] } `, sentence( each.message ) ),
			each.reason && el( 'p', null, sentence( each.reason ) ),
			each.evidence.length > 0 && el( 'ul', null, each.evidence.map( ( one, at ) => el( Evidence, { key: at, each: one } ) ) ),
			each.clause && el( 'blockquote', { cite: each.rule }, each.clause ),
			each.fix && el( 'p', { className: `${ NAME }-todo` }, sentence( each.fix ) ),
			repair && el( Repair, { repair } ),
			el( 'code', null, each.rule )
		);
	}

	function Line( { each, sign } ) {
		return el( 'li', { title: each.reason }, `${ sign } `, sentence( each.message ), ' ', el( 'code', null, each.rule ) );
	}

	function Folded( { title, list, sign } ) {
		return (
			list.length > 0 &&
			el(
				'details',
				null,
				el( 'summary', null, title ),
				el( 'ul', null, list.map( ( each ) => el( Line, { key: each.rule, each, sign: sign || SIGNS[ each.status ] } ) ) )
			)
		);
	}

	function Overriding() {
		const [ reason, setReason ] = useState( '' );
		const [ problem, setProblem ] = useState( '' );
		const give = () =>
			ask( 'override', { reason } ).then(
				( ruling ) => dispatch( NAME ).set( { ruling } ),
				( error ) => setProblem( error.message )
			);
		return el(
			'div',
			{ className: `${ NAME }-override` },
			el( TextareaControl, {
				label: __( 'Publish all the same, because:', 'newsroom-compliance' ),
				help: __( 'Your name and this reason are kept with the article.', 'newsroom-compliance' ),
				value: reason,
				onChange: setReason,
				__nextHasNoMarginBottom: true,
			} ),
			el( Button, { variant: 'secondary', isDestructive: true, disabled: ! reason.trim(), onClick: give }, __( 'I answer for it', 'newsroom-compliance' ) ),
			problem && el( 'p', { role: 'alert' }, problem )
		);
	}

	function headline( ruling ) {
		const open = ruling.obligations.filter( ( each ) => each.finding ).length;
		const count = sprintf( /* translators: %d: how many findings. */ _n( '%d finding', '%d findings', open, 'newsroom-compliance' ), open );
		switch ( ruling.decision ) {
			case 'allow':
				return __( 'It may be published.', 'newsroom-compliance' );
			case 'warn':
				return ruling.checked
					? sprintf( /* translators: %s: number of findings. */ __( 'Look at this before you publish: %s.', 'newsroom-compliance' ), count )
					: ruling.message;
			case 'override':
				return __( 'It may be published: somebody answers for it.', 'newsroom-compliance' );
			default:
				return ruling.checked
					? sprintf( /* translators: %s: number of findings. */ __( 'It may not be published: %s.', 'newsroom-compliance' ), count )
					: ruling.message;
		}
	}

	function Findings() {
		const { ruling, checking, current } = useRuling();
		if ( ! ruling ) {
			return el( Spinner );
		}
		const findings = ruling.obligations.filter( ( each ) => each.finding );
		const of = ( status ) => ruling.obligations.filter( ( each ) => each.status === status && ! each.manual );
		const met = of( 'met' );
		const manual = ruling.obligations.filter( ( each ) => each.manual && each.status === 'undetermined' );
		const waived = of( 'waived' );
		const others = of( 'not_applicable' );
		return el(
			'div',
			{ className: `${ NAME }-findings is-${ ruling.decision || 'unknown' } ${ current ? '' : 'is-checking' }`, 'aria-busy': ! current },
			el( 'p', { className: `${ NAME }-headline`, role: 'status' }, headline( ruling ), checking && el( Spinner ) ),
			el( 'ul', null, ruling.faults.map( ( each, at ) => el( 'li', { key: at }, each ) ) ),
			el( 'ul', null, [ ...findings ].sort( ( one, other ) => other.blocks - one.blocks ).map( ( each ) => el( Finding, { key: each.rule, each, repair: ruling.repairs[ each.rule ] } ) ) ),
			el( Folded, { title: sprintf( /* translators: %d: a number. */ __( 'Kept: %d', 'newsroom-compliance' ), met.length ), list: met } ),
			el( Folded, { title: sprintf( /* translators: %d: a number. */ __( 'For a person: %d', 'newsroom-compliance' ), manual.length ), list: manual, sign: '☐' } ),
			el( Folded, { title: sprintf( /* translators: %d: a number. */ __( 'Waived: %d', 'newsroom-compliance' ), waived.length ), list: waived } ),
			el( Folded, { title: sprintf( /* translators: %d: a number. */ __( 'Not applicable: %d', 'newsroom-compliance' ), others.length ), list: others } ),
			ruling.trail.length > 0 &&
				el(
					'details',
					null,
					el( 'summary', null, __( 'What was ruled so far', 'newsroom-compliance' ) ),
					el( 'ul', null, ruling.trail.map( ( line, at ) => el( 'li', { key: at }, line ) ) )
				),
			el( Button, { variant: 'tertiary', onClick: check }, __( 'Check again', 'newsroom-compliance' ) ),
			override && ruling.decision === 'block' && el( Overriding )
		);
	}

	/* Publish is out of reach while something blocks; drafts can be saved as soon as the publish panel is closed. */
	function Lock() {
		const { ruling, current } = useRuling();
		const locked = ! current || ! ruling || ruling.decision === 'block';
		useEffect( () => {
			dispatch( 'core/editor' )[ locked ? 'lockPostSaving' : 'unlockPostSaving' ]( NAME );
		}, [ locked ] );
		useEffect( () => () => dispatch( 'core/editor' ).unlockPostSaving( NAME ), [] );
		return null;
	}

	function Whole() {
		return el(
			Fragment,
			null,
			el( PluginPrePublishPanel, { title: __( 'Compliance', 'newsroom-compliance' ), initialOpen: true, className: `${ NAME }-publish` }, el( Lock ), el( Findings ) ),
			el( PluginDocumentSettingPanel, { name: NAME, title: __( 'Compliance', 'newsroom-compliance' ) }, el( Findings ) )
		);
	}

	wp.plugins.registerPlugin( NAME, { render: Whole, icon: 'shield' } );

	/* WordPress 6.7 and later ask before they save: what is blocked is not even sent, and stays the draft it was. */
	wp.hooks.addFilter( 'editor.preSavePost', NAME, async ( edits, options ) => {
		const stored = select( 'core/editor' ).getCurrentPostAttribute( 'status' );
		const status = ( edits && edits.status ) || stored;
		if ( LIVE.includes( status ) && ! ( options && ( options.isAutosave || options.isPreview ) ) ) {
			const ruling = await check();
			if ( ruling.decision === 'block' ) {
				dispatch( 'core/editor' ).editPost( { status: stored }, { undoIgnore: true } );
				throw new Error( ruling.message );
			}
		}
		return edits;
	} );
} )( window.wp );
