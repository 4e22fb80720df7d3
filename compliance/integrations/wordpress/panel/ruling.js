/* What is known of the text in the editor: which one was checked, and what came of it. */
( function ( wp ) {
	'use strict';

	const { __ } = wp.i18n;
	const { createReduxStore, dispatch, register, select, useSelect } = wp.data;
	const { useEffect } = wp.element;

	const NAME = 'newsroom-compliance';
	const PAUSE = 600; // milliseconds after the last key before the text is checked
	const { routes, taxonomies } = window.newsroomCompliance;

	register(
		createReduxStore( NAME, {
			reducer: ( state = { text: '', ruling: null, checking: false }, action ) =>
				action.type === 'SET' ? { ...state, ...action.known } : state,
			actions: { set: ( known ) => ( { type: 'SET', known } ) },
			selectors: { get: ( state ) => state },
		} )
	);

	function edited() {
		const value = ( name ) => select( 'core/editor' ).getEditedPostAttribute( name );
		const terms = {};
		Object.entries( taxonomies ).forEach( ( [ taxonomy, base ] ) => {
			if ( Array.isArray( value( base ) ) ) {
				terms[ taxonomy ] = value( base );
			}
		} );
		return {
			title: value( 'title' ) || '',
			content: select( 'core/editor' ).getEditedPostContent(),
			excerpt: value( 'excerpt' ) || '',
			author: value( 'author' ),
			picture: value( 'featured_media' ) || 0,
			terms,
		};
	}

	function ask( what, more ) {
		const path = `${ routes }/posts/${ select( 'core/editor' ).getCurrentPostId() }/${ what }`;
		return wp.apiFetch( { path, method: 'POST', data: { ...edited(), ...more } } );
	}

	const unanswered = ( error ) => ( {
		decision: '',
		checked: false,
		message: error.message || __( 'The article could not be checked.', 'newsroom-compliance' ),
		faults: [],
		obligations: [],
		repairs: {},
		trail: [],
	} );

	/* An answer counts only for the text it was asked for: by now it may be another one. */
	function check() {
		const text = JSON.stringify( edited() );
		dispatch( NAME ).set( { text, checking: true } );
		return ask( 'check' )
			.catch( unanswered )
			.then( ( ruling ) => {
				if ( select( NAME ).get().text === text ) {
					dispatch( NAME ).set( { ruling, checking: false } );
				}
				return ruling;
			} );
	}

	/* Checks the text again whenever it changes, for as long as somebody looks at what comes of it. */
	function useRuling() {
		const text = useSelect( () => JSON.stringify( edited() ), [] );
		const known = useSelect( ( from ) => from( NAME ).get(), [] );
		useEffect( () => {
			if ( text === select( NAME ).get().text ) {
				return undefined;
			}
			const look = () => text === select( NAME ).get().text || check(); // another part of the panel may have asked
			const timer = setTimeout( look, select( NAME ).get().ruling ? PAUSE : 0 );
			return () => clearTimeout( timer );
		}, [ text ] );
		return { ...known, current: known.text === text && ! known.checking };
	}

	Object.assign( window.newsroomCompliance, { ask, check, edited, useRuling } );
} )( window.wp );
