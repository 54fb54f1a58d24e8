/**
 * Header fields, and policies that change them: implement {@link io.sluice.api.headers.HeaderPolicyFactory}.
 */
package io.sluice.api.headers;
