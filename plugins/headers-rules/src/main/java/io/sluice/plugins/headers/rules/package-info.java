/**
 * Header fields set, added and removed by rule: enter by {@link io.sluice.plugins.headers.rules.RulesFactory}.
 */
package io.sluice.plugins.headers.rules;
