-- SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
-- irqlint in Neovim, from 0.7 on:  require('irqlint').setup { settings = { preview = true } }
local M = {}

local ROOTS = { 'irqlint.yaml', 'compile_commands.json', '.git' }

-- The directory of the nearest of the files that tell where a tree begins; else that of @file.
local function root_of(file)
	local directory = vim.fn.fnamemodify(file, ':p:h')
	for _, name in ipairs(ROOTS) do
		for _, find in ipairs { vim.fn.findfile, vim.fn.finddir } do
			local found = find(name, vim.fn.escape(directory, ' ,;') .. ';')
			if found ~= '' then
				return vim.fn.fnamemodify(found, name == '.git' and ':p:h:h' or ':p:h')
			end
		end
	end
	return directory
end

-- Neovim takes the places that belong to a finding, but does not show them: have them in the message.
local function capabilities(options)
	local can = options.capabilities or vim.lsp.protocol.make_client_capabilities()
	return vim.tbl_deep_extend('force', can, { textDocument = { publishDiagnostics = { relatedInformation = false } } })
end

-- One client a root, as vim.lsp.start() has it in newer versions.
local function start(buffer, options)
	local file = vim.api.nvim_buf_get_name(buffer)
	if file == '' then
		return
	end
	local root = root_of(file)
	M.clients = M.clients or {}
	local client = M.clients[root]
	if not client or not vim.lsp.get_client_by_id(client) then
		client = vim.lsp.start_client {
			name = 'irqlint',
			cmd = options.cmd,
			root_dir = root,
			settings = { irqlint = options.settings },
			init_options = options.settings,
			capabilities = capabilities(options),
			on_attach = options.on_attach,
		}
		M.clients[root] = client
	end
	if client then
		vim.lsp.buf_attach_client(buffer, client)
	end
end

-- Options: cmd, settings (docs/editors.md lists them), on_attach, capabilities.
function M.setup(options)
	options = vim.tbl_extend('keep', options or {}, { cmd = { 'irqlint', 'lsp' }, settings = vim.empty_dict() })
	if vim.lsp.config and vim.lsp.enable then
		vim.lsp.config('irqlint', {
			cmd = options.cmd,
			filetypes = { 'c' },
			root_markers = ROOTS,
			settings = { irqlint = options.settings },
			init_options = options.settings,
			capabilities = capabilities(options),
			on_attach = options.on_attach,
		})
		vim.lsp.enable('irqlint')
	else
		vim.api.nvim_create_autocmd('FileType', {
			pattern = 'c',
			callback = function(event) start(event.buf, options) end,
		})
	end
	vim.api.nvim_create_user_command('IrqlintRescan', function()
		vim.lsp.buf.execute_command { command = 'irqlint.rescan', arguments = {} }
	end, { desc = 'Have irqlint look at everything again' })
	vim.api.nvim_create_user_command('IrqlintRule', function(command)
		vim.lsp.buf.execute_command { command = 'irqlint.openRule', arguments = { command.args } }
	end, { nargs = 1, desc = "Open the page of one of irqlint's rules" })
end

return M
