" SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
" Description: bugs in the interrupt code of kernel-style C
"
" For ALE; this file belongs into a directory ale_linters/c/ of the runtime path.
"   let g:ale_linters = {'c': ['clangd', 'irqlint']}
"   let g:ale_c_irqlint_settings = {'preview': v:true}

call ale#Set('c_irqlint_executable', 'irqlint')
call ale#Set('c_irqlint_options', '')
call ale#Set('c_irqlint_settings', {})

" A file that is in no project is its own.
function! ale_linters#c#irqlint#Root(buffer) abort
    let l:root = ale#c#FindProjectRoot(a:buffer)

    return empty(l:root) ? fnamemodify(bufname(a:buffer), ':p:h') : l:root
endfunction

call ale#linter#Define('c', {
\   'name': 'irqlint',
\   'lsp': 'stdio',
\   'executable': {b -> ale#Var(b, 'c_irqlint_executable')},
\   'command': {b -> '%e lsp' . ale#Pad(ale#Var(b, 'c_irqlint_options'))},
\   'project_root': function('ale_linters#c#irqlint#Root'),
\   'initialization_options': {b -> ale#Var(b, 'c_irqlint_settings')},
\})
